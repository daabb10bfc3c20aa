package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.queue.EventLoop;
import pipeline.hostset.HostSet;
import pipeline.hostset.MessageNormalizer;

/**
 * Logs which hosts are set aside: those that one cause affects in a short time in one line, when for a moment no more
 * have come. Confined to the dispatcher's loop.
 */
final class HostFailureNotices {

    private static final Duration MOMENT = Duration.ofMillis(500);

    /** So many moments in a row nothing is logged while more hosts come. */
    private static final int PATIENCE = 20;

    private final EventLoop events;
    private final Logger logger;

    /** What is not logged yet, by what the reasons have in common. */
    private final Map<String, List<Notice>> fresh = new LinkedHashMap<>();

    private boolean isWaiting;
    private boolean isGrowing;

    private record Notice(String host, String reason, int jobs) {}

    HostFailureNotices(EventLoop events, Logger logger) {
        this.events = events;
        this.logger = logger;
    }

    /**
     * Notes a host.
     *
     * @param reason begins with the name of the host
     * @param jobs how many are parked
     */
    void add(String host, String reason, int jobs) {
        isGrowing = true;
        if (!isWaiting) {
            isWaiting = true;
            await(PATIENCE);
        }
        fresh.computeIfAbsent(MessageNormalizer.of(host, reason), key -> new ArrayList<>())
                .add(new Notice(host, reason, jobs));
    }

    private void await(int moments) {
        isGrowing = false;
        events.after(MOMENT, () -> {
            if (isGrowing && moments > 1) {
                await(moments - 1);
            } else {
                isWaiting = false;
                report();
            }
        });
    }

    /** Logs what is not logged yet. */
    void report() {
        fresh.values().forEach(this::report);
        fresh.clear();
    }

    private void report(List<Notice> alike) {
        int jobs = alike.stream().mapToInt(Notice::jobs).sum();
        Notice first = alike.get(0);
        if (alike.size() == 1) {
            logger.error("{}; the host is set aside, jobs parked: {}", first.reason(), jobs);
        } else {
            logger.error(
                    "{}: {} hosts are set aside for one cause, jobs parked: {}; such as {}",
                    HostSet.folded(alike.stream().map(Notice::host).toList()),
                    alike.size(),
                    jobs,
                    first.reason());
        }
    }
}
