package dev.lacre.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a verified request through the filter's chain, with the response that is handed on.
 *
 * <pre>{@code
 * ResponsePass pass = ResponsePass.begin(request, response, signing);
 * boolean returned = false;
 * try {
 *   chain.doFilter(request, pass.response());
 *   returned = true;
 * } finally {
 *   pass.end(returned);
 * }
 * }</pre>
 */
final class ResponsePass {

  private final DispatcherType type;
  private final HttpServletResponse response;
  private final @Nullable SignedBody body;

  private ResponsePass(
      DispatcherType type, HttpServletResponse response, @Nullable SignedBody body) {
    this.type = type;
    this.response = response;
    this.body = body;
  }

  /** Begins a pass; without {@code signing}, the response is handed on as it is. */
  static ResponsePass begin(
      HttpServletRequest request, HttpServletResponse response, @Nullable ResponseSigning signing) {
    DispatcherType type = request.getDispatcherType();
    SignedResponse signed = signing == null ? null : SignedResponse.of(response, signing);
    if (signing == null || (signed == null && type == DispatcherType.INCLUDE)) {
      // What is included is a part of another response, which is not ours to sign.
      return new ResponsePass(type, response, null);
    }
    HttpServletResponse handed = response;
    if (signed == null) {
      signed = new SignedResponse(response, signing.begin(request, response));
      handed = signed;
    } else if (type == DispatcherType.ERROR) {
      signed.begin();
    }
    signed.body().enter(type);
    return new ResponsePass(type, handed, signed.body());
  }

  HttpServletResponse response() {
    return response;
  }

  /** Ends the pass; a response that is whole is signed and sent. */
  void end(boolean returned) {
    if (body != null) {
      body.leave(type, returned);
    }
  }
}
