package pipeline.job;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/**
 * What a job takes of its machine while it runs, beside its place among the jobs there. Immutable.
 *
 * <pre>{@code
 * ResourceRequest request = job.cores(2).limit("io", 4).options().resources();
 * int processors = request.cores();
 * }</pre>
 *
 * @param cores processors; 0 if the job does not say
 * @param memory in bytes; 0 if the job does not say
 * @param limits the named limits that the job counts in, each with how many jobs that count in it may run on one machine at a
 *     time, this one among them; at least 1
 */
public record ResourceRequest(int cores, long memory, Map<String, Integer> limits) {

    /** The job says nothing. */
    public static final ResourceRequest NOTHING = new ResourceRequest(0, 0, Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    public ResourceRequest {
        if (cores < 0) {
            throw new IllegalArgumentException("cores must not be negative, but was " + cores);
        }
        if (memory < 0) {
            throw new IllegalArgumentException("memory must not be negative, but was " + memory);
        }
        limits.forEach((name, most) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a limit's name must be at most 64 letters, digits, '.', '_' and '-', but was "
                                + ShellQuoting.quote(name));
            }
            if (most < 1) {
                throw new IllegalArgumentException("limit " + name + " must be at least 1, but was " + most);
            }
        });
        limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    }

    /** Returns whether the job says nothing of what it takes. */
    public boolean isNothing() {
        return cores == 0 && memory == 0 && limits.isEmpty();
    }

    /** Returns the same need, and of another one what this one does not say. */
    public ResourceRequest orElse(ResourceRequest usual) {
        if (usual.isNothing()) {
            return this;
        }
        if (isNothing()) {
            return usual;
        }
        Map<String, Integer> all = new TreeMap<>(usual.limits);
        all.putAll(limits);
        return new ResourceRequest(cores > 0 ? cores : usual.cores, memory > 0 ? memory : usual.memory, all);
    }

    ResourceRequest withCores(int number) {
        return new ResourceRequest(number, memory, limits);
    }

    ResourceRequest withMemory(long bytes) {
        return new ResourceRequest(cores, bytes, limits);
    }

    ResourceRequest withLimit(String name, int most) {
        Map<String, Integer> all = new TreeMap<>(limits);
        all.put(name, most);
        return new ResourceRequest(cores, memory, all);
    }
}
