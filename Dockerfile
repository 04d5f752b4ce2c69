# Not built in our own checks (no Docker engine there); kept small on purpose.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN pip install --no-cache-dir --no-deps . && useradd --create-home advisor
USER advisor
ENV SPARRING_DATA=/home/advisor/sparring
VOLUME /home/advisor/sparring
# The page answers to this machine only unless told otherwise; put a proxy with a login before it.
EXPOSE 8000
CMD ["sparring", "--host", "0.0.0.0", "--port", "8000"]
