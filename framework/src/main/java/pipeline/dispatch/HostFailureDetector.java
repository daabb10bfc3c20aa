package pipeline.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import pipeline.dispatch.attempt.HostFailureKind;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.job.Outcome;

/**
 * Failures that may be their host's fault and not the job's: nothing is said of them until it is known. Several in a row
 * blame the host, and one job that runs there as it should clears it. A program that cannot be found, or an init that fails
 * before it, is no fault of a host as long as the program was found nowhere else. Confined to the dispatcher's loop.
 */
final class HostFailureDetector {

    /**
     * What was found out about a failure.
     *
     * @param isHostToBlame whether the job is to run again; else the outcome is its own
     */
    record Diagnosis(RunningAttempt attempt, Outcome outcome, boolean isHostToBlame) {}

    private record Suspect(RunningAttempt run, Outcome outcome, HostFailureKind fault) {}

    private final JobsInRun jobs;
    private final Hosts hosts;
    private final RunLimits limits;
    private final HostHealthMonitor hostHealth;
    private final Supplier<? extends Collection<RunningAttempt>> running;
    private final int limit;
    private List<Diagnosis> diagnoses = new ArrayList<>();
    private final Map<HostSlots, List<Suspect>> suspects = new LinkedHashMap<>();

    /** Programs that ran somewhere. */
    private final Set<String> found = new HashSet<>();

    /** Programs that are missing wherever they were looked for. */
    private final Set<String> misspelt = new HashSet<>();

    /**
     * Makes it: nobody is suspected.
     *
     * @param running returns the attempts that run
     * @param limit so many failures in a row blame a host
     */
    HostFailureDetector(RunState state, Supplier<? extends Collection<RunningAttempt>> running, int limit) {
        this.jobs = state.jobs();
        this.hosts = state.hosts();
        this.limits = state.limits();
        this.hostHealth = state.hostHealth();
        this.running = running;
        this.limit = limit;
    }

    /** Hears how a run ended that is no longer among those that run. */
    List<Diagnosis> heard(RunningAttempt run, Outcome outcome) {
        HostSlots slots = hosts.slots(run.job().host());
        HostFailureKind fault = HostFailureKind.of(outcome);
        String program = run.job().job().program();
        if (fault == null || (fault != HostFailureKind.RESOURCES && misspelt.contains(program))) {
            if (fault == null && isProof(outcome)) {
                found.add(program);
                misspelt.remove(program);
                run.job().hosts().forEach(host -> hostHealth.proven(hosts.slots(host)));
                clear(slots);
            }
            diagnoses.add(new Diagnosis(run, outcome, false));
        } else if (hostHealth.isAside(slots)) {
            diagnoses.add(new Diagnosis(run, outcome, true));
        } else if (limits.stopped() != null || limits.isCautious() || run.slot().isFull()) {
            diagnoses.add(new Diagnosis(run, outcome, false));
        } else {
            jobs.note(run.job(), JobPhase.Event.HOST_SUSPECTED);
            suspects.computeIfAbsent(slots, key -> new ArrayList<>()).add(new Suspect(run, outcome, fault));
        }
        return look();
    }

    /** Returns whether nobody is suspected. */
    boolean isEmpty() {
        return suspects.isEmpty();
    }

    /** Nothing more is found out: the failures that are left are the jobs' own. */
    List<Diagnosis> close() {
        List.copyOf(suspects.keySet()).forEach(this::clear);
        return take();
    }

    /** Returns whether a program ran, well or not. */
    private static boolean isProof(Outcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED, SKIPPED -> true;
            case FAILED ->
                outcome.failure()
                        .filter(failure -> failure.exitCode() != null)
                        .filter(failure -> FailureMeaning.of(failure.kind()) == FailureMeaning.OWN)
                        .isPresent();
            case PARKED, NOT_STARTED, IGNORED -> false;
        };
    }

    /** Judges all suspects once more; returns what was found out since. */
    List<Diagnosis> look() {
        for (HostSlots slots : List.copyOf(suspects.keySet())) {
            judge(slots);
        }
        return take();
    }

    private List<Diagnosis> take() {
        List<Diagnosis> taken = diagnoses;
        diagnoses = new ArrayList<>();
        return taken;
    }

    private void judge(HostSlots slots) {
        List<Suspect> list = suspects.get(slots);
        if (list == null) {
            return;
        }
        if (!isEnoughToBlame(slots, list)) {
            if (isIdle(slots)) {
                clear(slots);
            }
        } else if (list.stream().anyMatch(suspect -> suspect.fault() == HostFailureKind.RESOURCES)
                || isFoundElsewhere(slots, programs(list))) {
            blame(slots, list);
        } else if (isToBeHeard(slots)) {
            hostHealth.suspect(slots, "it is not known yet whether the program is missing there only");
        } else {
            misspelt.addAll(programs(list));
            List.copyOf(suspects.keySet()).stream()
                    .filter(other -> misspelt.containsAll(programs(suspects.getOrDefault(other, List.of()))))
                    .forEach(this::clear);
        }
    }

    private static Set<String> programs(List<Suspect> list) {
        return list.stream().map(suspect -> suspect.run().job().job().program()).collect(Collectors.toSet());
    }

    private boolean isEnoughToBlame(HostSlots slots, List<Suspect> list) {
        return list.size() >= (hostHealth.isOnTrial(slots) ? 1 : limit);
    }

    private boolean isIdle(HostSlots slots) {
        return slots.first() == null
                && !hostHealth.isUndecided(slots)
                && running.get().stream().noneMatch(run -> isOn(slots, run));
    }

    private boolean isOn(HostSlots slots, RunningAttempt run) {
        return hosts.slots(run.job().host()) == slots;
    }

    private boolean isFoundElsewhere(HostSlots slots, Set<String> programs) {
        return programs.stream().anyMatch(found::contains)
                || running.get().stream()
                        .anyMatch(run -> !isOn(slots, run)
                                && run.age().compareTo(HostFailureKind.AT_ONCE) > 0
                                && programs.contains(run.job().job().program())
                                && !suspects.containsKey(hosts.slots(run.job().host())));
    }

    /** Returns whether another host may still say whether the program is there. */
    private boolean isToBeHeard(HostSlots slots) {
        return hosts.hosts().stream()
                .filter(other -> other != slots)
                .filter(other -> !isEnoughToBlame(other, suspects.getOrDefault(other, List.of())))
                .anyMatch(other -> !isIdle(other));
    }

    /** The failures of a host's jobs are their own. */
    private void clear(HostSlots slots) {
        List<Suspect> list = suspects.remove(slots);
        if (list != null) {
            list.forEach(suspect -> diagnoses.add(new Diagnosis(suspect.run(), suspect.outcome(), false)));
            hostHealth.clear(slots);
        }
    }

    private void blame(HostSlots slots, List<Suspect> list) {
        suspects.remove(slots);
        Suspect last = list.get(list.size() - 1);
        String reason = "%s: %s failed at once, %s"
                .formatted(
                        slots.host().name(),
                        list.size() == 1 ? "a job" : list.size() + " jobs in a row",
                        last.outcome().message());
        hostHealth.blame(slots, reason, list.size());
        list.forEach(suspect -> diagnoses.add(new Diagnosis(suspect.run(), suspect.outcome(), true)));
    }
}
