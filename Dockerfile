# One image for every service; docker-compose.yml says which one a container runs.
FROM python:3.13-slim
WORKDIR /app
COPY pyproject.toml README.md ./
COPY services services
COPY clients/python clients/python
RUN pip install --no-cache-dir '.[postgres]' && useradd --create-home --uid 1000 dalsegno && install -d -o dalsegno /data
USER dalsegno
VOLUME /data
CMD ["dalsegno", "--help"]
