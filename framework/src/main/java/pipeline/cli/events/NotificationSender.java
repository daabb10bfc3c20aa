package pipeline.cli.events;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends notifications to all hooks on one thread of its own, so that a run never waits for them: what cannot be sent is a warning. Few
 * wait; what comes when the queue is full is left out. Thread-safe.
 */
final class NotificationSender implements AutoCloseable {

    private static final int MOST_WAITING = 100;

    /** Passes a notification to a hook. */
    @FunctionalInterface
    interface Delivery {
        void deliver(NotificationHook hook, String json) throws IOException, InterruptedException;
    }

    private final List<NotificationHook> hooks;
    private final Duration limit;
    private final Delivery delivery;
    private final Consumer<String> warnings;
    private final ThreadPoolExecutor sender;

    /**
     * Makes it.
     *
     * @param limit how long the last of them may take at the end, each
     * @param warnings takes what could not be sent, and why
     */
    NotificationSender(List<NotificationHook> hooks, Duration limit, Delivery delivery, Consumer<String> warnings) {
        this.hooks = List.copyOf(hooks);
        this.limit = limit;
        this.delivery = delivery;
        this.warnings = warnings;
        this.sender =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "notifications");
                    thread.setDaemon(true);
                    return thread;
                });
        sender.allowCoreThreadTimeOut(true);
    }

    void send(Notification notification) {
        String json = notification.json();
        for (NotificationHook hook : hooks) {
            try {
                sender.execute(() -> deliver(hook, notification.event(), json));
            } catch (RejectedExecutionException e) {
                warnings.accept("%s is not notified of the event %s: too many wait for it"
                        .formatted(hook.shown(), notification.event()));
            }
        }
    }

    private void deliver(NotificationHook hook, String event, String json) {
        try {
            delivery.deliver(hook, json);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            warnings.accept("%s was not notified of the event %s: %s".formatted(hook.shown(), event, why));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            warnings.accept("%s was not notified of the event %s: %s".formatted(hook.shown(), event, e));
        }
    }

    /** Waits until all are sent, a moment longer than the hooks may take. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            Duration patience = limit.multipliedBy(hooks.size()).plusSeconds(1);
            if (!sender.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                warnings.accept("not all notifications were sent within %d s; the others are given up"
                        .formatted(patience.toSeconds()));
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
