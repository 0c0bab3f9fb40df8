# Two images of one source: `--target app` serves, `--target nlu` understands. Every step is a Makefile target.
FROM python:3.11-slim-bookworm AS base
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 huimin
# The understanding library runs on Python 3.10 only; uv puts one here when it is not found.
ENV UV_PYTHON_INSTALL_DIR=/opt/python
WORKDIR /srv/huimin
COPY Makefile pyproject.toml README.md LICENSE ./
COPY scripts scripts
COPY requirements requirements

FROM base AS source
COPY *.py config.yaml ./
COPY bot bot
COPY campaigns campaigns
COPY commands commands
COPY db db
COPY nlu nlu
RUN make app

FROM source AS trained
RUN make train

FROM base AS nlu
COPY --from=trained /opt/python /opt/python
COPY --from=trained /srv/huimin/nlu/rasa nlu/rasa
WORKDIR /srv/huimin/nlu/rasa
ENV RASA_TELEMETRY_ENABLED=false OMP_NUM_THREADS=1 LOG_LEVEL=WARNING
USER 10001
EXPOSE 5005
CMD [".venv/bin/python", "-m", "light", "run", "--enable-api", "--interface", "0.0.0.0", "--port", "5005", "--model", "models", "--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--logging-config-file", "logging.yml"]

FROM source AS app
RUN mkdir -p var && chown 10001 var
USER 10001
ENV HUIMIN_PUBLIC__HOST=0.0.0.0
EXPOSE 8000 8001
VOLUME ["/srv/huimin/var"]
HEALTHCHECK CMD [".venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=3)"]
CMD ["sh", "-c", ".venv/bin/huimin db upgrade && exec .venv/bin/huimin serve"]
