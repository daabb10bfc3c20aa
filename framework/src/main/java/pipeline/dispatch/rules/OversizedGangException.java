package pipeline.dispatch.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.job.ComputeJob;
import pipeline.job.ResourceRequest;

/** The jobs of a gang cannot all run at the same time: its hosts, or the limits of the run, never have room for them. */
public final class OversizedGangException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private OversizedGangException(String message) {
        super(message);
    }

    /**
     * Makes sure that each gang fits into what is declared, all its jobs at the same time.
     *
     * @param maxPerNode how many jobs may run on one machine
     * @throws OversizedGangException if one does not; the message says what to do
     * @throws IllegalArgumentException if jobs of a gang are missing, or two gangs have one name
     */
    public static void check(
            Collection<ComputeJob> jobs, int maxPerNode, RunRules.Throttle throttle, DispatchSettings settings) {
        Map<String, List<ComputeJob>> gangs = new LinkedHashMap<>();
        for (ComputeJob job : jobs) {
            job.gang()
                    .ifPresent(seat -> gangs.computeIfAbsent(seat.gang(), name -> new ArrayList<>())
                            .add(job));
        }
        gangs.forEach((name, members) -> {
            checkWhole(name, members);
            if (members.size() > throttle.fanout().orElse(Integer.MAX_VALUE)) {
                throw tooLarge(
                        name,
                        "it has %d jobs, but the run has at most %d at a time (--fanout)"
                                .formatted(members.size(), throttle.fanout().getAsInt()));
            }
            Map<String, List<ComputeJob>> machines = new LinkedHashMap<>();
            members.forEach(job -> machines.computeIfAbsent(settings.machine(job.host()), machine -> new ArrayList<>())
                    .add(job));
            machines.forEach((machine, here) -> checkMachine(
                    new Here(name, here),
                    maxPerNode,
                    throttle.usual(),
                    settings.capacity(here.get(0).host())));
        });
    }

    /** The jobs of a gang on one machine. */
    private record Here(String gang, List<ComputeJob> jobs) {
        String host() {
            return jobs.get(0).host();
        }
    }

    private static void checkWhole(String name, List<ComputeJob> members) {
        int size = members.get(0).gang().orElseThrow().size();
        Set<Integer> ranks = new LinkedHashSet<>();
        members.forEach(job -> ranks.add(job.gang().orElseThrow().rank()));
        if (ranks.size() < members.size()) {
            throw new IllegalArgumentException(
                    "two jobs of gang %s have one rank: gangs of one call need names of their own".formatted(name));
        }
        if (members.size() != size) {
            throw new IllegalArgumentException(
                    "gang %s has %d jobs, but %d were given: all of a gang must be given to one call"
                            .formatted(name, size, members.size()));
        }
    }

    private static void checkMachine(Here here, int maxPerNode, ResourceRequest usual, Capacity capacity) {
        int count = here.jobs().size();
        if (count > maxPerNode) {
            throw tooLarge(
                    here.gang(),
                    "%d of its jobs are for %s, where at most %d run at a time; use -p %d or max_per_node in [remote], or other hosts"
                            .formatted(count, here.host(), maxPerNode, count));
        }
        long cores = 0;
        long memory = 0;
        Map<String, Integer> counts = new HashMap<>();
        for (ComputeJob job : here.jobs()) {
            ResourceRequest need = job.options().resources().orElse(usual);
            cores += need.cores();
            memory += need.memory();
            need.limits().forEach((name, most) -> {
                if (counts.merge(name, 1, Integer::sum) > most) {
                    throw tooLarge(
                            here.gang(),
                            "more than %d of its jobs on %s count in the limit %s".formatted(most, here.host(), name));
                }
            });
        }
        String shortage = capacity.shortage(
                new ResourceRequest((int) Math.min(Integer.MAX_VALUE, cores), memory, Map.of()), here.host());
        if (shortage != null) {
            throw tooLarge(here.gang(), "together it " + shortage);
        }
    }

    private static OversizedGangException tooLarge(String gang, String why) {
        return new OversizedGangException(
                "gang %s is larger than its hosts can hold at once: %s; nothing was started".formatted(gang, why));
    }
}
