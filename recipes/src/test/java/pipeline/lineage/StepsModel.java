package pipeline.lineage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Two to four steps of jobs that make numbers of the numbers of the step before; it changes by chance and knows what comes out. */
final class StepsModel {

    private static final long MODULUS = 1_000_003;

    private final Random random;
    private final int[] width;
    private final int[] factor;
    private final int[] addend;
    private final boolean[] declares;
    private final boolean[] narrow;
    private int version = 1;

    StepsModel(Random random) {
        this.random = random;
        int steps = 2 + random.nextInt(3);
        width = new int[steps];
        factor = new int[steps];
        addend = new int[steps];
        declares = new boolean[steps];
        narrow = new boolean[steps];
        for (int step = 0; step < steps; step++) {
            width[step] = 1 + random.nextInt(4);
            factor[step] = 1 + random.nextInt(3);
            declares[step] = random.nextBoolean();
            narrow[step] = random.nextBoolean();
        }
    }

    /** Changes one thing, or changes it back, and gives what. */
    String change(Path work) throws Exception {
        int step = random.nextInt(steps());
        switch (random.nextInt(5)) {
            case 0 -> {
                factor[step] = 1 + random.nextInt(3);
                return "factor of " + step + " is " + factor[step];
            }
            case 1 -> {
                addend[step] = random.nextInt(3);
                return "addend of " + step + " is " + addend[step];
            }
            case 2 -> {
                version = 1 + random.nextInt(3);
                return "version is " + version;
            }
            case 3 -> {
                width[step] = 1 + random.nextInt(4);
                return "width of " + step + " is " + width[step];
            }
            default -> {
                boolean isDeleted = declares[step]
                        && Files.deleteIfExists(work.resolve("out." + step + "." + random.nextInt(width[step])));
                return isDeleted ? "an output of " + step + " is gone" : "nothing";
            }
        }
    }

    void writeScript(Path work) throws Exception {
        Files.writeString(work.resolve("calc.sh"), """
                #!/bin/sh
                shift 2
                out=$1 factor=$2
                shift 2
                value=%d
                for input; do
                  case $input in /*) read number <"$input" || exit ;; *) number=$input ;; esac
                  value=$(( (value * 31 + number) %% %d ))
                done
                echo $(( (value * factor + ${ADD:-0}) %% %d )) >"$out"
                """.formatted(version, MODULUS, MODULUS));
    }

    /** Returns what a run from scratch comes to. */
    long total() {
        long[] before = {};
        for (int step = 0; step < steps(); step++) {
            long[] numbers = new long[width[step]];
            for (int job = 0; job < numbers.length; job++) {
                long value = version;
                if (step == 0) {
                    value = (value * 31 + job) % MODULUS;
                }
                for (int input : inputs(step, job)) {
                    value = (value * 31 + before[input]) % MODULUS;
                }
                numbers[job] = (value * factor[step] + addend[step]) % MODULUS;
            }
            before = numbers;
        }
        return Arrays.stream(before).sum();
    }

    int steps() {
        return width.length;
    }

    int width(int step) {
        return width[step];
    }

    int factor(int step) {
        return factor[step];
    }

    int addend(int step) {
        return addend[step];
    }

    boolean declares(int step) {
        return declares[step];
    }

    boolean isNarrow(int step) {
        return narrow[step];
    }

    /** Returns the jobs of the step before whose numbers a job takes: one or two of them. */
    List<Integer> inputs(int step, int job) {
        List<Integer> inputs = new ArrayList<>();
        if (step > 0) {
            inputs.add(job % width[step - 1]);
            if ((job + step) % 2 == 0) {
                inputs.add((job + 1) % width[step - 1]);
            }
        }
        return inputs;
    }
}
