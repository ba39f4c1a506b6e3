package dev.lacre.servlet;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a request whose body was read for it: the query's first, then the body's. */
final class FormParameters {

  static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  private FormParameters() {}

  static Map<String, String[]> merged(
      Map<String, String[]> ofQuery, CharSequence body, Charset charset) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    ofQuery.forEach((name, values) -> all.put(name, new ArrayList<>(Arrays.asList(values))));
    for (String pair : body.toString().split("&", -1)) {
      int equals = pair.indexOf('=');
      try {
        String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), charset);
        String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), charset);
        if (!name.isEmpty()) {
          all.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
      } catch (IllegalArgumentException malformedEscape) {
        // Left out, as Tomcat and Undertow leave it out: the application sees no half-read value.
      }
    }
    Map<String, String[]> merged = new LinkedHashMap<>();
    all.forEach((name, values) -> merged.put(name, values.toArray(String[]::new)));
    return merged;
  }
}
