package pipeline.dispatch.rules;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import pipeline.config.Section;
import pipeline.config.SizeFormat;
import pipeline.job.ResourceRequest;
import pipeline.remote.ShellScript;

/**
 * What a host has for jobs to take.
 *
 * @param cores empty if nobody says
 * @param memory in bytes; empty if nobody says
 */
public record Capacity(OptionalInt cores, OptionalLong memory) {

    public static final Capacity UNKNOWN = new Capacity(OptionalInt.empty(), OptionalLong.empty());

    /** The question by which a host is asked for both. */
    public static final String SCRIPT = new ShellScript(Capacity.class, "capacity.sh").with(Map.of());

    private static final int MOST_CORES = 1_000_000;

    /** Reads what is declared; what is wrong is reported to the configuration. */
    static Capacity from(Section remote) {
        int cores = remote.integer("cores", 0, 1, MOST_CORES);
        String memory = remote.text("memory", "").strip();
        OptionalLong bytes = SizeFormat.parse(memory);
        if (!memory.isEmpty() && bytes.isEmpty()) {
            remote.problem("memory", "must be %s, but was %s".formatted(SizeFormat.EXPECTED, memory));
        }
        return new Capacity(cores == 0 ? OptionalInt.empty() : OptionalInt.of(cores), bytes);
    }

    /** Reads what {@link #SCRIPT} printed; what cannot be read is not known. */
    public static Capacity read(String answer) {
        String[] words = answer.strip().split(" ", -1);
        if (words.length != 2) {
            return UNKNOWN;
        }
        OptionalInt cores =
                words[0].matches("[1-9][0-9]{0,5}") ? OptionalInt.of(Integer.parseInt(words[0])) : OptionalInt.empty();
        return new Capacity(cores, SizeFormat.parse(words[1]));
    }

    /** Returns the same, and what the other one says where this one says nothing. */
    public Capacity or(Capacity other) {
        return new Capacity(cores.isPresent() ? cores : other.cores, memory.isPresent() ? memory : other.memory);
    }

    /** Returns whether it says all that must be known to give a job its share. */
    public boolean knows(ResourceRequest need) {
        return (need.cores() == 0 || cores.isPresent()) && (need.memory() == 0 || memory.isPresent());
    }

    /** Says why a job can never have what it needs, as far as is known; null if nothing speaks against it. */
    @Nullable
    String shortage(ResourceRequest need, String host) {
        if (cores.isPresent() && need.cores() > cores.getAsInt()) {
            return "needs %d cores, but %s has %d".formatted(need.cores(), host, cores.getAsInt());
        }
        if (memory.isPresent() && need.memory() > memory.getAsLong()) {
            return "needs %s of memory, but %s has %s"
                    .formatted(SizeFormat.of(need.memory()), host, SizeFormat.of(memory.getAsLong()));
        }
        return null;
    }

    /** Says why a job cannot be given what it needs by a host that has been asked; null if it can. */
    @Nullable
    public String refusal(ResourceRequest need, String host) {
        if (knows(need)) {
            return shortage(need, host);
        }
        String what = need.cores() > 0 && cores.isEmpty() ? "cores" : "memory";
        return "%s does not say how much it has of what the job needs; declare %s in [remote %s]"
                .formatted(host, what, host);
    }
}
