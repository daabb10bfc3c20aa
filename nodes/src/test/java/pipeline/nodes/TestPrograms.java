package pipeline.nodes;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import pipeline.node.Arguments;
import pipeline.node.NodeProgram;
import pipeline.node.NodeResult;
import pipeline.parset.RawParset;

/** Node programs that behave in ways the main must stand. */
public final class TestPrograms {

    private TestPrograms() {}

    /** Changes a parameter set, and wants its item left out. */
    public static final class ChangesParset extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) throws Exception {
            Path file = Path.of(arguments.text(0));
            RawParset parset = RawParset.read(file);
            parset.with("flag.baseline", "{{ all }}").write(file);
            return NodeResult.skip("was " + parset.get("flag.baseline").orElseThrow());
        }
    }

    /** Ends with the code of argument 0. */
    public static final class Exits extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.exit((int) arguments.integer(0));
        }
    }

    /** Throws what its user cannot put right. */
    public static final class Throws extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            throw new IllegalStateException("broken: " + arguments.text(0));
        }
    }

    /** Returns a text of as many letters as argument 0 says. */
    public static final class Large extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.of("é".repeat((int) arguments.integer(0)));
        }
    }

    /** Prints on both streams, without a line end at last, and reads its empty standard input. */
    public static final class Noisy extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) throws Exception {
            System.out.println("noise: star 星");
            System.out.print("no line end");
            System.err.print("trouble: 星");
            return NodeResult.of(Map.of("read", System.in.read()));
        }
    }

    /** Leaves a thread behind that never ends, and one that prints without end. */
    public static final class Lingers extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            new Thread(() -> waitFor(new CountDownLatch(1)), "lingers").start();
            new Thread(
                            () -> {
                                while (!Thread.currentThread().isInterrupted()) {
                                    System.out.println("still here");
                                }
                            },
                            "prints")
                    .start();
            return NodeResult.of("x".repeat(500_000));
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Calls exit itself. */
    public static final class CallsExit extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            logger.info("leaving");
            System.exit(9);
            return NodeResult.ok();
        }
    }
}
