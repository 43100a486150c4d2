# The bot in a container: dependencies and program are built in one stage and run, without build tools, in another.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt ./
COPY deploy/ deploy/
RUN deploy/environment /opt/shynba
COPY . .
RUN deploy/program /opt/shynba

FROM python:3.11-slim-bookworm
# What pictures and videos are read with (README); the bot runs without them, too.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ffmpeg tesseract-ocr tesseract-ocr-eng tesseract-ocr-kaz tesseract-ocr-rus \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/shynba --create-home shynba
COPY --from=build /opt/shynba /opt/shynba
WORKDIR /var/lib/shynba
USER shynba
ENV PATH=/opt/shynba/bin:$PATH PYTHONUNBUFFERED=1 LOG_FORMAT=json
VOLUME /var/lib/shynba/data
# The store of a running bot is current and can be read; that is what a restart could mend.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["shynba", "health"]
ENTRYPOINT ["shynba"]
CMD ["run"]
