package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.TransportException;

/** Separates the two streams of a slot's shell into output of scripts and messages. Each stream comes from one thread. */
final class SlotStreamParser implements ShellChannel.Listener {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");

    /** The longest message a script may write between its output: a node program's result, in bytes. */
    static final int FRAME_LIMIT = 16 << 20;

    private final ShellSlot slot;
    private final FrameScanner stdout;
    private final FrameScanner stderr;

    SlotStreamParser(ShellSlot slot) {
        this.slot = slot;
        this.stdout = new FrameScanner(slot.token(), FRAME_LIMIT, new SlotStream(StandardStream.STDOUT));
        this.stderr = new FrameScanner(slot.token(), FRAME_LIMIT, new SlotStream(StandardStream.STDERR));
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        scan(stdout, bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        scan(stderr, bytes, offset, length);
    }

    private void scan(FrameScanner scanner, byte[] bytes, int offset, int length) {
        try {
            scanner.accept(bytes, offset, length);
        } catch (MalformedFrameException e) {
            slot.damaged(e);
        } catch (RuntimeException | Error e) {
            slot.broken(e);
        }
    }

    @Override
    public void closed(TransportException how) {
        slot.end(how, how);
    }

    /** One of the two streams. */
    private final class SlotStream implements FrameScanner.Receiver {
        private final StandardStream stream;

        SlotStream(StandardStream stream) {
            this.stream = stream;
        }

        @Override
        public void output(byte[] bytes, int offset, int length) {
            ShellSlot.Run run = slot.current();
            slot.printed(length);
            if (run == null) {
                LOGGER.debug("{}: outside of any job: {}", slot::hostName, () -> text(bytes, offset, length));
            } else if (stream == StandardStream.STDOUT) {
                run.output().stdout(bytes, offset, length);
            } else {
                run.output().stderr(bytes, offset, length);
            }
        }

        private String text(byte[] bytes, int offset, int length) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }

        @Override
        public void frame(Frame frame) {
            ShellSlot.Run run = slot.current();
            switch (frame.word()) {
                case RunnerScript.READY -> slot.greeting().ready(stream, frame.body());
                case RunnerScript.FAIL -> slot.failFrame(frame.body());
                case RunnerScript.WARNING ->
                    HostWarnings.lines(frame.body()).forEach(line -> LOGGER.warn("{}: {}", slot.hostName(), line));
                case RunnerScript.FORMER -> slot.greeting().former(frame.body());
                case RunnerScript.END -> slot.endFrame(stream, frame.body());
                default -> {
                    if (frame.word().equals(Frame.LOGGED)) {
                        slot.logged(frame.body());
                    }
                    if (run != null) {
                        run.output().frame(frame);
                    }
                }
            }
        }

        @Override
        public void oversized(int limit) {
            ShellSlot.Run run = slot.current();
            if (run != null) {
                run.output().oversized(limit);
            }
        }
    }
}
