# The lessons in an image, and with `--target hub` one for learners of a hub on Kubernetes.
# How it is used, and what was tried: notebooks/instructor/administrators.md
FROM python:3.12-slim AS base
RUN useradd --create-home --home-dir /srv/learner --uid 1000 learner \
    && install --directory --owner=learner /srv/sands /srv/shifting-sands /srv/shifting-sands/work
USER 1000
WORKDIR /srv/shifting-sands
# Named one by one: answers in `work`, and whatever else lies about, must not get into an image.
COPY --chown=learner start.py requirements.txt README.md LICENSE LICENSE-TEXT.md ./
COPY --chown=learner tests/requirements.txt tests/
COPY --chown=learner helpers helpers
COPY --chown=learner data data
COPY --chown=learner notebooks notebooks
ENV SANDS_VENV=/srv/sands/venv
# The set-up of every other machine; asked for its version, it ends before JupyterLab opens.
RUN python3 start.py --version && rm -rf ~/.cache/pip ~/.cache/uv

FROM base AS hub
# The version of the hub that the chart brings; both stand in hub/values.yaml.
RUN /srv/sands/venv/bin/pip install --no-cache-dir jupyterhub==5.4.4 \
    && /srv/sands/venv/bin/python notebooks/instructor/hub/learner.py --warm-up /srv/shifting-sands

FROM base AS lessons
EXPOSE 8888
CMD ["python3", "start.py", "--ip=0.0.0.0", "--no-browser"]
