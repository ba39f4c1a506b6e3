package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cases of one group on one route, being collected. Not thread-safe. */
final class CaseGroup {

  private final String name;
  private final LiveRoute route;
  private final String section;
  private final List<LiveCase> to;

  CaseGroup(String name, String about, LiveRoute route, List<LiveCase> to) {
    this.name = name;
    this.route = route;
    this.section = route + ": " + name + ", " + about;
    this.to = to;
  }

  /** Begins a case; its last call is one that says what is expected. */
  Making of(String word, String title, Rule rule) {
    return new Making(word, title, rule);
  }

  /** A case in the making. */
  final class Making {

    private final String word;
    private final String title;
    private final Rule rule;
    private @Nullable Bug bug;
    private @Nullable BodyForm form;
    private Set<Integer> statuses = Set.of();
    private List<Supplier<LiveDelivery>> before = List.of();

    private Making(String word, String title, Rule rule) {
      this.word = word;
      this.title = title;
      this.rule = rule;
    }

    /** Names the mistake that would explain a wrong decision. */
    Making blames(Bug likely) {
      bug = likely;
      return this;
    }

    Making in(BodyForm tested) {
      form = tested;
      return this;
    }

    /** Names refusals that are as good as those the operation declares. */
    Making orWith(Integer... more) {
      statuses = Set.of(more);
      return this;
    }

    Making after(Supplier<LiveDelivery> first) {
      before = List.of(first);
      return this;
    }

    @SafeVarargs
    final void accepts(Supplier<LiveDelivery>... attempts) {
      List<Supplier<LiveDelivery>> all = new ArrayList<>();
      for (Supplier<LiveDelivery> attempt : attempts) {
        all.add(attempt);
      }
      add(Expectation.ACCEPTED, all, null);
    }

    @SafeVarargs
    final void refuses(Supplier<LiveDelivery>... attempts) {
      List<Supplier<LiveDelivery>> all = new ArrayList<>();
      for (Supplier<LiveDelivery> attempt : attempts) {
        all.add(attempt);
      }
      add(Expectation.REFUSED, all, null);
    }

    void expects(Expectation expected, List<Supplier<LiveDelivery>> attempts) {
      add(expected, attempts, null);
    }

    /** Says why there is nothing to send. */
    void skips(String reason) {
      add(Expectation.REFUSED, List.of(), reason);
    }

    private void add(
        Expectation expected, List<Supplier<LiveDelivery>> attempts, @Nullable String skipped) {
      to.add(
          new LiveCase(
              name + "/" + word + "@" + route.pattern(),
              section,
              title,
              rule,
              expected,
              bug,
              form,
              statuses,
              before,
              new ArrayList<>(attempts),
              skipped));
    }
  }
}
