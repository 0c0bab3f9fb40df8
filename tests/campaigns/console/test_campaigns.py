"""Campaigns by the staff's door: from a draft to a report."""

import pytest

from campaigns.consent import ALL_TOPICS
from campaigns.delivery import Receipt
from tests.campaigns.console.conftest import DRAFT, Door
from tests.sending_house import phone


async def test_a_draft_is_filled_in_by_its_template(door: Door) -> None:
    await door.house.residents(3)
    made = await door.drafted()
    campaign = made["campaign"]
    assert made["state"] == "draft"
    assert campaign["name"] == "农村计生家庭奖励扶助"
    assert campaign["policies"] == {"rural-family-reward": "2012-01-01"}
    assert campaign["topic"] == "old-age-rewards"
    assert float(campaign["cost_ceiling"]) > 0


async def test_a_preview_tells_recipients_exclusions_cost_and_words(door: Door) -> None:
    await door.house.residents(12)
    await door.call("author", "POST", "/opt-outs", 200, json={"phones": ["+86100000000" + "01"]})
    told = (await door.call("author", "POST", "/campaigns/preview", 200, json=DRAFT)).json()
    assert told["recipients"] == 11
    assert told["excluded"] == [{"reason": "opted_out", "words": "已退订", "count": 1}]
    assert len(told["first_messages"]) == 10
    assert told["first_messages"][0].startswith("【武汉卫健】")
    assert told["first_messages"][0].endswith("拒收请回复R")
    assert told["segments"] == 11 * told["languages"][0]["segments"]
    assert told["cost"] == f"{told['segments'] * 0.05:.2f}"


async def test_who_wrote_a_campaign_cannot_approve_it_even_as_an_admin(door: Door) -> None:
    made = await door.drafted("admin")
    stands = (await door.call("admin", "POST", f"/campaigns/{made['id']}/submit", 200)).json()
    body = {"hash": stands["hash"]}
    answer = await door.call("admin", "POST", f"/campaigns/{made['id']}/approve", 409, json=body)
    assert answer.json()["error"]["code"] == "approval"
    approved = await door.call("approver", "POST", f"/campaigns/{made['id']}/approve", 200, json=body)
    assert approved.json()["approval"]["approver"] == "approver"


async def test_an_edit_voids_the_approval(door: Door) -> None:
    made = await door.drafted()
    path = f"/campaigns/{made['id']}"
    stands = (await door.call("author", "POST", f"{path}/submit", 200)).json()
    await door.call("approver", "POST", f"{path}/approve", 200, json={"hash": stands["hash"]})
    edited = await door.call("author", "PUT", path, 200, json=DRAFT | {"name": "另一个名字"})
    assert (edited.json()["state"], edited.json()["approval"]) == ("draft", None)
    await door.call("operator", "POST", f"{path}/launch", 409)


async def test_another_hash_than_the_one_seen_is_not_signed(door: Door) -> None:
    made = await door.drafted()
    await door.call("author", "POST", f"/campaigns/{made['id']}/submit", 200)
    await door.call("approver", "POST", f"/campaigns/{made['id']}/approve", 409, json={"hash": "0" * 64})


async def test_every_recipient_is_accounted_for(door: Door) -> None:
    house = door.house
    await house.residents(30)
    path = f"/campaigns/{(await door.drafted())['id']}"
    stands = (await door.call("author", "POST", f"{path}/submit", 200)).json()
    await door.call("approver", "POST", f"{path}/approve", 200, json={"hash": stands["hash"]})
    await door.call("operator", "POST", f"{path}/launch", 200)
    await house.plan()
    status = (await door.call("viewer", "GET", f"{path}/status", 200)).json()
    assert status["runs"][0]["counts"] == {"planned": 30}
    await house.send_all()
    attempts = [one.attempt or "" for one in await house.deliveries()]
    receipts = [Receipt(one, "delivered", "") for one in attempts[:22]]
    receipts += [Receipt(one, "undelivered", "", "30003") for one in attempts[22:28]]
    receipts += [Receipt(one, "failed", "", "30007") for one in attempts[28:]]
    await house.receipts.take(receipts, house.clock())
    report = (await door.call("viewer", "GET", f"{path}/report", 200)).json()
    assert report["recipients"] == 30
    delivered = next(row for row in report["states"] if row["state"] == "delivered")
    assert (delivered["count"], delivered["words"]) == (22, "已送达")
    assert report["by"]["district"][0]["recipients"] == 30
    csv = await door.call("viewer", "GET", f"{path}/report.csv", 200)
    assert "attachment" in csv.headers["content-disposition"]
    assert "accounted for" in csv.text


async def test_pause_resume_and_cancel_are_the_operators(door: Door) -> None:
    await door.house.residents(3)
    made = await door.house.launched()
    for move, state in (("pause", "paused"), ("resume", "running"), ("cancel", "canceled")):
        stands = await door.call("operator", "POST", f"/campaigns/{made}/{move}", 200, json={"why": "查一下"})
        assert stands.json()["state"] == state
    answer = await door.call("operator", "POST", f"/campaigns/{made}/resume", 409)
    assert "canceled" in answer.json()["error"]["message"]


async def test_what_cannot_be_is_told_in_one_shape(door: Door) -> None:
    for status, method, path, body in (
        (404, "GET", "/campaigns/99", None),
        (404, "POST", "/campaigns/99/submit", None),
        (422, "POST", "/campaigns", DRAFT | {"template": "none-such"}),
        (422, "POST", "/campaigns", DRAFT | {"values": {}}),
        (422, "POST", "/campaigns", DRAFT | {"audience": {"facts": {"self.height": 3}}}),
        (422, "POST", "/campaigns", DRAFT | {"schedule": {"cron": "nonsense", "until": "2027-01-01T00:00"}}),
        (422, "POST", "/campaigns", DRAFT | {"schedule": {"at": "2020-01-01T09:00"}}),
        (
            422,
            "POST",
            "/campaigns/preview",
            DRAFT | {"schedule": {"cron": "0 9 31 2 *", "until": "2027-01-01T00:00"}},
        ),
        (422, "POST", "/campaigns", DRAFT | {"waves": {"shares": [0.6, 0.6]}}),
        (422, "POST", "/campaigns", DRAFT | {"surplus": 1}),
        (422, "POST", "/campaigns", {}),
        (422, "POST", "/opt-outs", {"phones": ["12"]}),
        (422, "GET", "/campaigns/2147483648", None),
        (422, "GET", "/doubts?older_than_hours=1e308", None),
        (422, "GET", "/doubts?older_than_hours=nan", None),
        (422, "GET", "/audit?subject=%00", None),
    ):
        answer = await door.call("author", method, path, status, json=body)
        assert set(answer.json()["error"]) == {"code", "message", "where"}, answer.text


@pytest.mark.parametrize("way", ["release", "drop"])
async def test_only_a_run_that_is_there_and_held_is_decided_about(door: Door, way: str) -> None:
    answer = await door.call("operator", "POST", f"/campaigns/9999/runs/1/{way}", 404)
    assert answer.json()["error"]["code"] == "no_such_run"
    await door.house.residents(1)
    campaign = await door.house.planned()
    await door.call("operator", "POST", f"/campaigns/{campaign}/runs/2/{way}", 404)
    answer = await door.call("operator", "POST", f"/campaigns/{campaign}/runs/1/{way}", 409)
    assert "is running" in answer.json()["error"]["message"]


async def test_residents_come_in_by_file_and_bad_rows_are_told(door: Door) -> None:
    rows = "手机号,姓名,年龄\n10000000001,甲,66\n123,乙,70\n".encode()
    told = (await door.call("author", "POST", "/contacts/import?name=a.csv", 200, content=rows)).json()
    assert (told["rows"], told["added"], told["rejected"]) == (2, 1, 1)
    assert "123" in told["rejects"]
    assert (await door.call("viewer", "GET", "/contacts", 200)).json() == {"contacts": 1, "phones": 1}
    await door.call("author", "POST", "/contacts/import", 422, content=b"")
    answer = await door.call("author", "POST", "/contacts/import?name=%00b.csv", 422, content=b"\xff\xfe\x00")
    assert answer.json()["error"]["message"].startswith("b.csv: line 1: not utf-16")
    await door.call("author", "POST", "/opt-outs/file", 422, content=b"\xff\xfe\x00")


async def test_an_audience_is_counted(door: Door) -> None:
    await door.house.residents(7)
    body = {"audience": {"facts": {"self.age": {"at_least": 60}}}}
    assert (await door.call("author", "POST", "/audiences/size", 200, json=body)).json()["contacts"] == 7
    assert (await door.call("viewer", "POST", "/audiences/size", 200, json=body)).json()["contacts"] == 5
    await door.call("viewer", "POST", "/audiences/size", 422, json={"audience": {"nothing": 1}})


async def test_an_audience_of_a_few_is_not_told_in_numbers(door: Door) -> None:
    body = {"audience": {"facts": {"self.age": {"at_least": 60}}}}
    assert (await door.call("viewer", "POST", "/audiences/size", 200, json=body)).json()["contacts"] == 0
    await door.house.residents(4)
    told = (await door.call("viewer", "POST", "/audiences/size", 200, json=body)).json()
    assert told == {"contacts": None, "phones": None}


async def test_senders_are_shown_and_nobody_lets_go_what_was_not_stopped(door: Door) -> None:
    assert (await door.call("viewer", "GET", "/senders", 200)).json() == []
    answer = await door.call("operator", "POST", "/senders/go", 200, json={"sender": "+8610000009999"})
    assert answer.json() == {"released": False}


async def test_opt_outs_are_recorded_and_found_by_phone(door: Door) -> None:
    await door.call("operator", "POST", "/opt-outs", 200, json={"phones": [phone(5)]})
    found = (await door.call("operator", "POST", "/opt-outs/search", 200, json={"phone": phone(5)})).json()
    assert [(one["kind"], one["topic"], one["source"]) for one in found] == [("opt_out", ALL_TOPICS, "staff")]
    listed = "手机号\n10000000007\n10000000008\n".encode()
    assert (await door.call("author", "POST", "/opt-outs/file", 200, content=listed)).json()["recorded"] == 2


async def test_everything_done_is_in_an_audit_log_that_holds(door: Door) -> None:
    made = await door.drafted()
    await door.call("author", "POST", f"/campaigns/{made['id']}/submit", 200)
    told = (await door.call("viewer", "GET", f"/audit?subject=campaign:{made['id']}", 200)).json()
    assert [(one["who"], one["action"]) for one in told] == [("author", "create"), ("author", "submit")]
    found = (await door.call("viewer", "GET", "/audit/verify", 200)).json()
    assert found["whole"] is True
    assert found["entries"] >= 7


async def test_a_test_message_goes_to_named_numbers(door: Door) -> None:
    made = await door.drafted()
    path = f"/campaigns/{made['id']}/test"
    told = (await door.call("author", "POST", path, 200, json={"phones": [phone(9998)]})).json()
    assert told == {"outcomes": ["accepted"], "words": ["已交给服务商"]}
    await door.call("author", "POST", "/opt-outs", 200, json={"phones": [phone(9997)]})
    both = {"phones": [phone(9998), phone(9997)]}
    refused = (await door.call("author", "POST", path, 422, json=both)).json()["error"]
    assert "第 2 个号码已退订" in refused["message"]
    told = (await door.call("viewer", "GET", f"/audit?subject=campaign:{made['id']}", 200)).json()
    assert [(one["action"], one["detail"]) for one in told][1:] == [("test send", "accepted")]


async def test_what_an_approver_signs_is_told_in_words(door: Door) -> None:
    audience = {
        "districts": ["黄陂区"],
        "facts": {"self.age": {"at_least": 60}, "self.hukou_type": "rural", "self.retired": False},
        "or_unknown": ["self.age"],
        "qualifies": {"benefit": "rural-family-reward", "chances": ["eligible", "unknown"]},
    }
    words = (await door.drafted(audience=audience, schedule={"at": "2026-11-26T09:00"}))["words"]
    assert words["audience"] == (
        "符合或可能符合“农村部分计划生育家庭奖励扶助”的人;黄陂区;年龄:60 及以上(不清楚的也算);"
        "户口性质:农村;是否退休:否"
    )
    assert words["schedule"] == "一次,2026-11-26 09:00(Asia/Shanghai)"
    assert words["policies"] == [{"name": "农村部分计划生育家庭奖励扶助", "since": "2012-01-01"}]


async def test_an_author_is_told_what_there_is_to_choose_from(door: Door) -> None:
    await door.house.residents(3)
    told = (await door.call("author", "GET", "/choices", 200)).json()
    assert {"id": "urban-elder-bonus", "name": "城镇独生子女年老父母一次性奖励"} in told["benefits"]
    hukou = next(one for one in told["facts"] if one["fact"] == "self.hukou_type")
    assert hukou["name"] == "户口性质"
    assert [(one["value"], one["name"]) for one in hukou["values"]] == [("rural", "农村"), ("urban", "城镇")]
    for one in told["facts"]:
        asked = {"at_least": 1} if one["counted"] else one["values"][0]["value"]
        body = {"audience": {"facts": {one["fact"]: asked}}}
        await door.call("author", "POST", "/audiences/size", 200, json=body)


async def test_the_simulator_shows_what_its_phones_write(door: Door) -> None:
    told = await door.call(
        "author", "POST", "/simulator/reply", 200, json={"phone": phone(1), "text": "退订"}
    )
    assert told.json()[0]["text"] == "退订"
    await door.call("viewer", "GET", "/simulator/phones", 403)


async def test_operators_see_what_waits(door: Door) -> None:
    await door.house.residents(5)
    await door.house.planned()
    text = (await door.client.get("/metrics")).text
    assert "huimin_batches_waiting 1.0" in text
    assert (await door.client.get("/health/ready")).status_code == 200


@pytest.mark.parametrize(("policies", "told"), [
    (["abc"], "there is no 'abc'"), (["exam-bonus-points"], "exam-bonus-points ended on 2018-08-27"),
    (["rural-family-reward", "abc"], "there is no 'abc'"),
])  # fmt: skip
async def test_a_text_rests_on_policies_that_are_there_and_hold(
    door: Door, policies: list[str], told: str
) -> None:
    draft = {"name": "一", "texts": {"zh": "您好"}, "policies": policies, "topic": "girls-care"}
    for path in ("/campaigns", "/campaigns/preview"):
        answer = await door.call("author", "POST", path, 422, json=draft)
        assert told in answer.text


@pytest.mark.parametrize(("topic", "told"), [
    ("nosuch", "there is no 'nosuch'"), ("sms-consent", "there is no 'sms-consent'"),
    ("育儿补贴", "'育儿补贴' is a name: give its id, childcare-subsidy"),
])  # fmt: skip
async def test_a_text_is_about_a_topic_that_can_be_refused(door: Door, topic: str, told: str) -> None:
    good = {
        "name": "一",
        "texts": {"zh": "您好"},
        "policies": ["childcare-subsidy"],
        "topic": "childcare-subsidy",
    }
    made = await door.call("author", "POST", "/campaigns", 201, json=good)
    for method, path in (
        ("POST", "/campaigns"),
        ("POST", "/campaigns/preview"),
        ("PUT", f"/campaigns/{made.json()['id']}"),
    ):
        assert told in (await door.call("author", method, path, 422, json=good | {"topic": topic})).text


async def test_a_text_may_rest_on_a_topic_by_its_day(door: Door) -> None:
    draft = {"name": "一", "texts": {"zh": "您好"}, "policies": ["fetal-sex-law"], "topic": "fetal-sex-law"}
    made = await door.call("author", "POST", "/campaigns", 201, json=draft)
    assert made.json()["campaign"]["policies"] == {"fetal-sex-law": "2021-08-20"}


@pytest.mark.parametrize(("changed", "told"), [
    ({"texts": {"zh": "{name},社区想来看看您,请打{hotline}"}}, "must not name anybody"),
    ({"texts": {"zh": "失去孩子的家庭可领特扶金,咨询{hotline}"}}, "失去孩子、特扶"),
    ({"values": {"hotline": "失独热线12345"}}, "失独"),
    ({"template": "", "name": "一", "texts": {"zh": "伤残家庭请打{hotline}"}, "policies": ["special-family-allowance"]}, "伤残"),
    ({"template": "", "name": "一", "texts": {"zh": "{name}请打{hotline}"}, "policies": ["childcare-subsidy"],
      "audience": {"facts": {"household.only_child_disability_grade": 3}}}, "must not name anybody"),
    ({"texts": {"zh": "失*独*家庭可以领钱,咨询{hotline}"}}, "失独"),
    ({"template": "", "name": "一", "texts": {"zh": "{name},您家失独,可以领特扶金,{hotline}"}, "policies": ["childcare-subsidy"],
      "topic": "childcare-subsidy"}, "must not name anybody"),
    ({"template": "childcare-subsidy", "name": "失独家庭", "texts": {"zh": "{name}家失去孩子,咨询{hotline}"}}, "失去孩子"),
    ({"template": "old-age-rewards-urban", "values": {"hotline": "失独家庭12345"}}, "失独"),
    ({"template": "childcare-subsidy", "texts": {"zh": "失{hotline}家庭请来"}, "values": {"hotline": "独"}}, "失独"),
])  # fmt: skip
async def test_a_private_matter_gives_nothing_away_in_other_words(
    door: Door, changed: dict[str, object], told: str
) -> None:
    quiet = {"template": "community-visit", "values": {"hotline": "12345"}, "cost_ceiling": 100}
    made = await door.call("author", "POST", "/campaigns", 201, json=quiet)
    assert made.json()["campaign"]["confidential"] is True
    for method, path in (
        ("POST", "/campaigns"),
        ("POST", "/campaigns/preview"),
        ("PUT", f"/campaigns/{made.json()['id']}"),
    ):
        assert told in (await door.call("author", method, path, 422, json=quiet | changed)).text


async def test_only_what_messages_are_about_can_be_refused(door: Door) -> None:
    phones = [phone(0)]
    for path, more in (
        ("/opt-outs", {"json": {"phones": phones, "topic": "no-such-topic"}}),
        ("/opt-outs/file?topic=nosuch", {"content": f"phone\n{phones[0]}".encode()}),
    ):
        assert "no message is about" in (await door.call("operator", "POST", path, 422, **more)).text
    for topic in ("childcare-subsidy", "育儿补贴"):
        await door.call("operator", "POST", "/opt-outs", 200, json={"phones": phones, "topic": topic})
    told = (await door.call("operator", "POST", "/opt-outs/search", 200, json={"phone": phones[0]})).json()
    assert {one["topic"] for one in told} == {"childcare-subsidy", "follow:childcare-subsidy"}


@pytest.mark.parametrize("changed", [
    {"name": "a\nb"}, {"name": "a\x1b[31mb"}, {"sender": "nosuch"}, {"texts": {"zh": "您好{hotline}", "": "Hello {hotline}"}},
    {"texts": {"zh": "您好{hotline}", "😀": "Hello {hotline}"}}, {"texts": {"zh": "您好{hotline}", "e" * 300: "Hello {hotline}"}},
])  # fmt: skip
async def test_names_languages_and_senders_are_what_they_say(door: Door, changed: dict[str, object]) -> None:
    await door.call("author", "POST", "/campaigns", 422, json=DRAFT | changed)
    assert (await door.call("author", "GET", "/campaigns", 200)).json() == []


async def test_a_name_of_the_staff_is_not_changed_in_silence(door: Door) -> None:
    await door.call("admin", "POST", "/staff", 422, json={"name": "a\nb", "roles": ["viewer"]})
    made = await door.call("admin", "POST", "/staff", 201, json={"name": "王 安", "roles": ["viewer"]})
    assert made.json()["name"] == "王 安"


async def test_the_ceiling_of_what_comes_again_and_again_is_over_all_its_times(door: Door) -> None:
    await door.house.residents(50)
    daily = DRAFT | {"schedule": {"cron": "0 10 * * *", "until": "2026-12-04T23:00"}}
    told = (await door.call("author", "POST", "/campaigns/preview", 200, json=daily)).json()
    cost, ceiling = float(told["cost"]), float(told["cost_ceiling"])
    assert cost > 0
    assert float(told["cost_of_all"]) == pytest.approx(cost * told["occurrences"])
    assert told["occurrences"] >= 9
    assert ceiling >= 1.1 * cost * told["occurrences"]
    once = (await door.call("author", "POST", "/campaigns/preview", 200, json=DRAFT)).json()
    assert (once["occurrences"], once["cost_of_all"]) == (1, once["cost"])


async def test_a_ceiling_below_the_known_cost_is_refused(door: Door) -> None:
    await door.house.residents(50)
    answer = await door.call("author", "POST", "/campaigns", 422, json=DRAFT | {"cost_ceiling": "0.01"})
    assert "cost_ceiling: sent now it would cost" in answer.json()["error"]["message"]


async def test_a_run_that_would_be_held_again_is_not_let_go(door: Door) -> None:
    await door.house.residents(5)
    campaign = await door.house.planned(cost_ceiling=1)
    answer = await door.call("operator", "POST", f"/campaigns/{campaign}/runs/1/release", 409)
    assert "费用将超过批准的上限" in answer.json()["error"]["message"]
    await door.call("operator", "POST", f"/campaigns/{campaign}/runs/1/drop", 200)
