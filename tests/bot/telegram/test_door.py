"""What residents do on Telegram is answered as it should be, once, over real HTTP."""

import asyncio
from typing import Any

import pytest

from bot.channels.answering import NotSent
from bot.channels.ports import MarkKind
from bot.ports import Speaker
from tests.bot.telegram.conftest import Room
from tests.telegram_fake import RESIDENT

HIM = Speaker("telegram", "7")


async def test_a_question_is_answered_with_buttons_and_a_sign_of_typing(room: Room) -> None:
    await room.take(room.fake.said("奖扶多少钱"))
    ((_, sent),) = room.fake.sent()
    assert "960" in sent["text"]
    assert sent["parse_mode"] == "HTML"
    assert sent["reply_markup"]["inline_keyboard"]
    assert [call["action"] for call in room.fake.of("sendChatAction")] == ["typing"]


async def test_a_chosen_answer_is_written_into_its_question(room: Room) -> None:
    door = room.door()
    await room.take(room.fake.said("/check"), door)
    await room.take(room.fake.pressed("企业"), door)
    (edited,) = room.fake.of("editMessageText")
    assert edited["text"].endswith("✅ <b>企业</b>")
    assert "reply_markup" not in edited
    assert len(room.fake.of("answerCallbackQuery")) == 1
    assert len(room.fake.texts()) == 2


async def test_a_button_of_a_question_that_has_passed_answers_nothing(room: Room) -> None:
    door = room.door()
    await room.take(room.fake.said("/check"), door)
    first = room.fake.pressed("企业")
    await room.take(first, door)
    again = first | {"update_id": first["update_id"] + 50}
    again["callback_query"] = first["callback_query"] | {
        "data": first["callback_query"]["data"].replace("enterprise", "farmer")
    }
    before = room.sessions.kept[HIM][0]
    await room.take(again, door)
    assert "没有算" in room.fake.texts()[-1]
    assert room.fake.texts()[1] in room.fake.texts()[-1]
    assert room.sessions.kept[HIM][0] == before


async def test_an_old_button_goes_to_the_person_who_has_the_conversation(room: Room) -> None:
    door = room.door()
    await room.take(room.fake.said("/check"), door)
    old = room.fake.pressed("企业")
    await room.take(room.fake.said("人工"), door)
    room.desk.take(HIM)
    await room.take(room.fake.said("在吗"), door)
    said = len(room.fake.texts())
    await room.take(old, door)
    assert len(room.fake.texts()) == said
    assert [line.text for _, line in room.desk.added] == ["在吗", "企业"]


async def test_a_button_to_a_benefit_works_however_old_it_is(room: Room) -> None:
    await room.take(room.fake.said("奖扶多少钱"))
    old = (
        room.fake.pressed("带什么材料")
        if "带什么材料" in str(room.fake.calls)
        else room.fake.pressed("怎么办理")
    )
    await room.take(room.fake.said("你好"))
    await room.take(old)
    assert "没有算" not in room.fake.texts()[-1]


@pytest.mark.parametrize("content", [
    {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
    {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    {"sticker": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "type": "regular",
                 "is_animated": False, "is_video": False}},
    {"location": {"latitude": 30.5, "longitude": 114.3}},
    {"contact": {"phone_number": "+8610000000001", "first_name": "x"}},
])  # fmt: skip
async def test_what_cannot_be_read_gets_a_kind_word(room: Room, content: dict[str, Any]) -> None:
    await room.take(room.fake.update(message=room.fake.message(**content)))
    assert "看文字" in room.fake.texts()[0]


async def test_an_album_gets_one_kind_word(room: Room) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    for _ in range(5):
        await room.take(room.fake.update(message=room.fake.message(photo=photo, media_group_id="9")))
    assert len(room.fake.texts()) == 1


async def test_groups_edits_and_endless_texts_get_a_kind_word(room: Room) -> None:
    await room.take(room.fake.update(message=room.fake.message(-5, "supergroup", text="/start")))
    await room.take(room.fake.update(edited_message=room.fake.message(text="改了", edit_date=1)))
    await room.take(room.fake.said("长" * 501))
    assert [words[:2] for words in room.fake.texts()] == ["群里", "您改", "这条"]
    assert not room.sessions.kept


async def test_what_is_nothing_to_us_is_left_aside(room: Room) -> None:
    await room.take(room.fake.update(message=room.fake.message(pinned_message=room.fake.message(text="x"))))
    await room.take(room.fake.update())
    assert room.fake.texts() == []


async def test_an_update_that_comes_twice_is_answered_once_even_by_another_process(room: Room) -> None:
    update = room.fake.said("你好")
    await room.take(update)
    await room.take(update)
    door = room.door()
    await asyncio.gather(room.take(update, door), room.take(update, door))
    assert len(room.fake.texts()) == 1


async def test_two_copies_at_once_are_answered_once(room: Room) -> None:
    update, door = room.fake.said("你好"), room.door()
    await asyncio.gather(*(room.take(update, door) for _ in range(5)))
    assert len(room.fake.texts()) == 1


async def test_being_told_to_wait_is_heeded(room: Room) -> None:
    room.fake.faults["sendMessage"] = [(429, {"retry_after": 1})]
    started = asyncio.get_running_loop().time()
    await room.take(room.fake.said("你好"))
    assert asyncio.get_running_loop().time() - started >= 1
    assert len(room.fake.texts()) == 1


async def test_an_answer_that_never_left_is_said_when_the_update_comes_again(room: Room) -> None:
    room.fake.faults["sendMessage"] = [(502, {})] * 4
    update = room.fake.said("/check")
    with pytest.raises(NotSent):
        await room.take(update)
    before = room.sessions.kept[HIM][0]
    room.clock.move(seconds=20)
    await room.take(update)
    assert len(room.fake.texts()) == 1
    assert "在哪里上班" in room.fake.texts()[0]
    assert room.sessions.kept[HIM][0] == before


async def test_a_passing_fault_is_tried_again_at_once(room: Room) -> None:
    room.fake.faults["sendMessage"] = [(502, {}), (500, {})]
    await room.take(room.fake.said("你好"))
    assert len(room.fake.texts()) == 1


async def test_an_answer_that_may_have_left_is_offered_and_not_said_twice(room: Room) -> None:
    room.bot.session.timeout = 0.5
    room.fake.hold = "sendMessage"
    update = room.fake.said("/check")
    with pytest.raises(Exception, match="timeout"):
        await room.take(update)
    await room.fake.release()
    room.clock.move(seconds=20)
    await room.take(update)
    assert "断了一下" in room.fake.texts()[0]
    await room.take(room.fake.pressed("再说一遍"))
    assert "在哪里上班" in room.fake.texts()[1]


async def test_who_blocked_us_gets_nothing_of_its_own_until_they_write(room: Room) -> None:
    room.fake.faults["sendMessage"] = [(403, {})]
    await room.take(room.fake.said("你好"))
    assert await room.marks.get(HIM, MarkKind.BLOCKED)
    assert not await room.door().send("7", "有新政策")
    await room.take(room.fake.said("你好"))
    assert await room.door().send("7", "有新政策")


async def test_blocking_is_told_by_telegram_itself(room: Room) -> None:
    def change(status: str) -> dict[str, object]:
        member = {"user": RESIDENT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        chat = {"id": 7, "type": "private"}
        old = {"user": RESIDENT, "status": "member"}
        content = {
            "chat": chat,
            "from": RESIDENT,
            "date": 1,
            "old_chat_member": old,
            "new_chat_member": member,
        }
        return room.fake.update(my_chat_member=content)

    await room.take(change("kicked"))
    assert not await room.door().send("7", "有新政策")
    await room.take(change("member"))
    assert await room.door().send("7", "有新政策")


async def test_quick_messages_of_one_resident_are_heard_in_turn(room: Room) -> None:
    door = room.door()
    await room.take(room.fake.said("/check"), door)
    await asyncio.gather(
        *(room.take(room.fake.said(words), door) for words in ("我62岁", "我是女的", "我结婚了"))
    )
    kept = room.sessions.kept[HIM][0]
    assert all(
        fact in kept
        for fact in ('"self.age": 62', '"household.marital_status": "married"', '"self.sex": "female"')
    )
