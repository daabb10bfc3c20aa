package pipeline.dispatch.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.UncaughtErrors;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.TransportException;

/** Slots that were asked for, until they come or do not. Confined to the dispatcher's loop. */
public final class SlotOpener {

    private static final CompletableFuture<Void> NOTHING_TO_WAIT_FOR = CompletableFuture.completedFuture(null);

    private final Hosts hosts;
    private final EventLoop events;
    private final Logger logger;
    private final HostHealthMonitor hostHealth;
    private final BiConsumer<RemoteHost, Set<String>> formerOwners;
    private final List<CompletableFuture<Slot>> opening = new ArrayList<>();
    private boolean isLeaving;

    /**
     * Makes one.
     *
     * @param formerOwners takes the owners of whom a host keeps something, as a slot that came reports them
     */
    public SlotOpener(
            Hosts hosts,
            HostHealthMonitor hostHealth,
            EventLoop events,
            BiConsumer<RemoteHost, Set<String>> formerOwners,
            Logger logger) {
        this.hosts = hosts;
        this.formerOwners = formerOwners;
        this.hostHealth = hostHealth;
        this.events = events;
        this.logger = logger;
    }

    /** Asks a host for a slot to find out whether it answers, though no job has a place there. */
    public void probe(HostSlots slots) {
        slots.opening();
        open(slots);
    }

    /** Asks a host for one more slot. */
    public void open(HostSlots slots) {
        CompletableFuture<Slot> slot =
                slots.host().openSlot(hosts.owner(slots.host().name()));
        opening.removeIf(CompletableFuture::isDone);
        opening.add(slot);
        slot.whenComplete((opened, failure) -> {
            if (!events.post(() -> arrived(slots, opened, failure)) && opened != null) {
                opened.close();
            }
        });
    }

    /** Has no use for slots that are on their way; completes when each that comes has gone. */
    public CompletableFuture<Void> leave() {
        isLeaving = true;
        return CompletableFuture.allOf(opening.stream()
                .map(slot -> slot.handle((opened, failure) -> opened == null ? NOTHING_TO_WAIT_FOR : opened.leave())
                        .thenCompose(Function.identity()))
                .toArray(CompletableFuture<?>[]::new));
    }

    private void arrived(HostSlots slots, @Nullable Slot slot, @Nullable Throwable failure) {
        if (isLeaving) {
            return;
        }
        UncaughtErrors.reportIn(failure);
        MachineQueue machine = hosts.machine(slots.host().name());
        if (slot != null && slot.isOpen()) {
            formerOwners.accept(slots.host(), slot.formerOwners());
            machine.opened(slots, slot);
            hostHealth.answered(slots);
        } else {
            boolean isNews = machine.failed(slots);
            String reason = slots.whyNone(failure);
            if (slots.isCutOff()) {
                hostHealth.cutOff(slots, reason, TransportException.in(failure));
            } else if (isNews && !slots.isFirstOpening()) {
                logger.info("{}; jobs there go on with fewer slots", reason);
            }
        }
        machine.requestTurn();
    }
}
