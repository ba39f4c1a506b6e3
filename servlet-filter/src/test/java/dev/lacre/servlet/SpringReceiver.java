package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The code of {@code docs/spring.md}, as {@link SpringRegistrationTest} runs it. */
final class SpringReceiver {

  private SpringReceiver() {}

  @Configuration(proxyBeanMethods = false)
  static class WebhookConfiguration {

    @Bean
    FilterRegistrationBean<WebhookFilter> webhookFilter(WebhookVerifier verifier) {
      WebhookFilter filter = WebhookFilter.builder().route("/v1/newEvent", verifier).build();
      FilterRegistrationBean<WebhookFilter> registration = new FilterRegistrationBean<>(filter);
      registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
      registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
      registration.setAsyncSupported(true);
      registration.addUrlPatterns("/*");
      return registration;
    }
  }

  @RestController
  static class EventController {

    @PostMapping("/v1/newEvent")
    ResponseEntity<String> newEvent(HttpServletRequest request, @RequestBody byte[] body) {
      VerifiedWebhook webhook = VerifiedWebhooks.from(request);
      String merchant = webhook.merchantId().value();
      return ResponseEntity.ok(merchant + " sent " + body.length + " bytes");
    }
  }
}
