package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import pipeline.dispatch.attempt.HostFailureKind;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.job.Outcome;

/**
 * Failures that may be their host's fault and not the job's: nothing is said of them until it is known. Several in a row
 * convict the host, and one job that runs there as it should acquits it. A program that cannot be found, or an init that fails
 * before it, is no fault of a host as long as the program was found nowhere else. Confined to the dispatcher's loop.
 */
final class HostFailureDetector {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Says what becomes of a run. */
    interface Verdict {
        /** The outcome is the job's own. */
        void own(RunningAttempt run, Outcome outcome);

        /** The host is to blame; the job is to run again. */
        void excused(RunningAttempt run, Outcome outcome);
    }

    private record Suspect(RunningAttempt run, Outcome outcome, HostFailureKind fault) {}

    private final Hosts hosts;
    private final HostHealthMonitor hostHealth;
    private final RunLimits limits;
    private final EventLoop events;
    private final RunningJobs running;
    private final int limit;
    private final Verdict verdict;
    private final Map<HostSlots, List<Suspect>> suspects = new LinkedHashMap<>();

    /** Programs that ran somewhere. */
    private final Set<String> found = new HashSet<>();

    /** Programs that are missing wherever they were looked for. */
    private final Set<String> misspelt = new HashSet<>();

    private boolean isLooking;

    /**
     * Makes it: nobody is suspected.
     *
     * @param limit so many failures in a row convict a host
     */
    HostFailureDetector(
            Hosts hosts,
            HostHealthMonitor hostHealth,
            RunLimits limits,
            EventLoop events,
            RunningJobs running,
            int limit,
            Verdict verdict) {
        this.hosts = hosts;
        this.hostHealth = hostHealth;
        this.limits = limits;
        this.events = events;
        this.running = running;
        this.limit = limit;
        this.verdict = verdict;
    }

    /** Hears how a run ended that is no longer among those that run. */
    void heard(RunningAttempt run, Outcome outcome) {
        HostSlots slots = hosts.slots(run.job().host());
        HostFailureKind fault = HostFailureKind.of(outcome);
        String program = run.job().job().program();
        if (fault == null || (fault != HostFailureKind.RESOURCES && misspelt.contains(program))) {
            if (fault == null && isProof(outcome)) {
                found.add(program);
                misspelt.remove(program);
                hostHealth.proven(slots);
                acquit(slots);
            }
            verdict.own(run, outcome);
        } else if (hostHealth.isAside(slots)) {
            verdict.excused(run, outcome);
        } else if (limits.stopped() != null || limits.isCautious() || run.slot().isFull()) {
            verdict.own(run, outcome);
        } else {
            suspects.computeIfAbsent(slots, key -> new ArrayList<>()).add(new Suspect(run, outcome, fault));
        }
        look();
    }

    /** Tells whether nobody is suspected. */
    boolean isEmpty() {
        return suspects.isEmpty();
    }

    /** Nothing more is found out: every job is told how it ended. */
    void close() {
        List.copyOf(suspects.keySet()).forEach(this::acquit);
    }

    /** Tells whether a program ran, well or not. */
    private static boolean isProof(Outcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED -> true;
            case FAILED ->
                outcome.failure()
                        .filter(failure -> switch (failure.kind()) {
                            case PROGRAM, TIMEOUT, OUTPUT -> failure.exitCode() != null;
                            case SETUP, LOST, CONNECTION, CANCELLED, INTERNAL -> false;
                        })
                        .isPresent();
            case PARKED, NOT_STARTED, IGNORED -> false;
        };
    }

    private void look() {
        for (HostSlots slots : List.copyOf(suspects.keySet())) {
            judge(slots);
        }
        if (!suspects.isEmpty() && !isLooking) {
            isLooking = true;
            CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> events.post(() -> {
                        isLooking = false;
                        look();
                    }));
        }
    }

    private void judge(HostSlots slots) {
        List<Suspect> list = suspects.get(slots);
        if (list == null) {
            return;
        }
        if (!isConvicting(slots, list)) {
            if (isIdle(slots)) {
                acquit(slots);
            }
        } else if (list.stream().anyMatch(suspect -> suspect.fault() == HostFailureKind.RESOURCES)
                || isFoundElsewhere(slots, programs(list))) {
            convict(slots, list);
        } else if (isToBeHeard(slots)) {
            hostHealth.doubt(slots, "it is not known yet whether the program is missing there only");
        } else {
            misspelt.addAll(programs(list));
            List.copyOf(suspects.keySet()).stream()
                    .filter(other -> misspelt.containsAll(programs(suspects.getOrDefault(other, List.of()))))
                    .forEach(this::acquit);
        }
    }

    private static Set<String> programs(List<Suspect> list) {
        return list.stream().map(suspect -> suspect.run().job().job().program()).collect(Collectors.toSet());
    }

    private boolean isConvicting(HostSlots slots, List<Suspect> list) {
        return list.size() >= (hostHealth.isOnTrial(slots) ? 1 : limit);
    }

    private boolean isIdle(HostSlots slots) {
        return slots.first() == null
                && !hostHealth.isUndecided(slots)
                && running.all().stream().noneMatch(run -> isOn(slots, run));
    }

    private boolean isOn(HostSlots slots, RunningAttempt run) {
        return hosts.slots(run.job().host()) == slots;
    }

    private boolean isFoundElsewhere(HostSlots slots, Set<String> programs) {
        return programs.stream().anyMatch(found::contains)
                || running.all().stream()
                        .anyMatch(run -> !isOn(slots, run)
                                && run.age().compareTo(HostFailureKind.AT_ONCE) > 0
                                && programs.contains(run.job().job().program())
                                && !suspects.containsKey(hosts.slots(run.job().host())));
    }

    /** Tells whether another host may still say whether the program is there. */
    private boolean isToBeHeard(HostSlots slots) {
        return hosts.hosts().stream()
                .filter(other -> other != slots)
                .filter(other -> !isConvicting(other, suspects.getOrDefault(other, List.of())))
                .anyMatch(other -> !isIdle(other));
    }

    /** The failures of a host's jobs are their own. */
    private void acquit(HostSlots slots) {
        List<Suspect> list = suspects.remove(slots);
        if (list != null) {
            list.forEach(suspect -> verdict.own(suspect.run(), suspect.outcome()));
            hostHealth.trust(slots);
        }
    }

    private void convict(HostSlots slots, List<Suspect> list) {
        suspects.remove(slots);
        Suspect last = list.get(list.size() - 1);
        String reason = "%s: %s failed at once, %s"
                .formatted(
                        slots.host().name(),
                        list.size() == 1 ? "a job" : list.size() + " jobs in a row",
                        last.outcome().message());
        hostHealth.setAside(slots, reason, false, list.size());
        list.forEach(suspect -> verdict.excused(suspect.run(), suspect.outcome()));
    }
}
