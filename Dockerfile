# The bot and nothing that builds it. How to run it stands in docs/running.md.
# It was written where no image can be built: its steps were run one by one, the build itself was not.
FROM python:3.12-slim AS built
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot ./bot
RUN python -m venv /opt/polytomic-bot \
    && /opt/polytomic-bot/bin/pip install --no-cache-dir --constraint constraints.txt . \
    && /opt/polytomic-bot/bin/pip uninstall --yes pip

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home polytomic-bot \
    && install --directory --owner=polytomic-bot --mode=0700 /data
COPY --from=built /opt/polytomic-bot /opt/polytomic-bot
ENV PATH=/opt/polytomic-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    BOT_DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=3000
USER polytomic-bot
WORKDIR /home/polytomic-bot
# The embedded PostgreSQL, where DATABASE_URL names no other.
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
ENTRYPOINT ["polytomic-bot"]
CMD ["serve"]
