# The server in a small image: built with the lock file, run without root.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package gaugeglass

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home gaugeglass
COPY --from=build /src/target/release/gaugeglass /usr/local/bin/gaugeglass
USER gaugeglass
WORKDIR /home/gaugeglass
ENV GAUGEGLASS_HTTP_LISTEN=0.0.0.0:8080 GAUGEGLASS_FLIGHT_LISTEN=0.0.0.0:50051
EXPOSE 8080 50051
ENTRYPOINT ["gaugeglass"]
CMD ["serve"]
