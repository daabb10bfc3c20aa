package pipeline.dispatch.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which steps of a run are looked at, and how. A step is meant by its name, as are the calls and the rounds of it. Thread-safe.
 */
public final class StepSelection {

    /** What is done with the jobs of a step that were done before. */
    public enum Treatment {
        /** They run again if they must. */
        AS_NEEDED,
        /** They run again. */
        RERUN,
        /** They count as they are. */
        ACCEPT,
        /** They are not looked at: all must have ended before. */
        LEAVE
    }

    private final Set<String> rerun;
    private final Set<String> accepted;
    private final Optional<String> from;
    private final Optional<String> only;
    private final Set<String> met = ConcurrentHashMap.newKeySet();

    /**
     * Makes one.
     *
     * @param rerun steps that run again
     * @param accepted steps that count as they are
     * @param from the first step that is looked at
     * @param only the only step that is looked at
     */
    public StepSelection(Set<String> rerun, Set<String> accepted, Optional<String> from, Optional<String> only) {
        this.rerun = Set.copyOf(rerun);
        this.accepted = Set.copyOf(accepted);
        this.from = from;
        this.only = only;
    }

    /** Returns one that treats all steps alike. */
    public static StepSelection all() {
        return new StepSelection(Set.of(), Set.of(), Optional.empty(), Optional.empty());
    }

    /** Returns the names that were given. */
    public List<String> named() {
        List<String> named = new ArrayList<>(rerun);
        named.addAll(accepted);
        from.ifPresent(named::add);
        only.ifPresent(named::add);
        return named.stream().distinct().sorted().toList();
    }

    /** Says that a step begins, and returns what is done with it. */
    public Treatment begin(String step) {
        named().stream().filter(name -> isMeant(name, step)).forEach(met::add);
        boolean isBefore = from.isPresent() && !met.contains(from.get());
        boolean isOther = only.isPresent() && !isMeant(only.get(), step);
        if (isOther) {
            return Treatment.LEAVE;
        } else if (rerun.stream().anyMatch(name -> isMeant(name, step))) {
            return Treatment.RERUN;
        } else if (accepted.stream().anyMatch(name -> isMeant(name, step))) {
            return Treatment.ACCEPT;
        }
        return isBefore ? Treatment.LEAVE : Treatment.AS_NEEDED;
    }

    /** Returns the names of which no step has come so far. */
    public List<String> unmet() {
        return named().stream().filter(name -> !met.contains(name)).toList();
    }

    /** Returns whether the only step that was asked for has come, so that a step after it ends the run. */
    public boolean isPastOnly() {
        return only.isPresent() && met.contains(only.get());
    }

    /** Returns whether a name means a step. */
    public static boolean isMeant(String name, String step) {
        return step.equals(name) || step.startsWith(name + "/") || step.startsWith(name + "#");
    }
}
