package dev.whittle.examples.imageservice;

import com.sun.net.httpserver.HttpExchange;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with: a status, headers and a JSON document. */
record Reply(int status, Map<String, String> headers, Json body) {
  static Reply ok(Json body) {
    return new Reply(200, Map.of(), body);
  }

  static Reply of(int status, Json body) {
    return new Reply(status, Map.of(), body);
  }

  static Reply error(int status, String message) {
    return error(status, message, Map.of());
  }

  static Reply error(int status, String message, Map<String, String> headers) {
    Json error = Json.object().put("status", status).put("message", message).build();
    return new Reply(status, headers, Json.object().put("error", error).build());
  }

  void send(HttpExchange exchange) throws IOException {
    byte[] text = (body.text() + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
  }
}
