package pipeline.cli.events;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Where a notification goes: {@code cmd:} and a command of the shell, or {@code webhook:} and the address of a server. */
public sealed interface NotificationHook {

    /** What is expected, for messages. */
    String EXPECTED =
            "cmd:COMMAND or webhook:URL, such as 'cmd:mail -s night me@example.org' or webhook:https://example.org/hook";

    /** Returns it for messages, without what may be secret in it. */
    String shown();

    /** A command that gets the notification on standard input. */
    record Command(String command) implements NotificationHook {

        public Command {
            Objects.requireNonNull(command, "command is null");
        }

        @Override
        public String shown() {
            return "cmd:" + command;
        }
    }

    /** A server that gets the notification by POST. */
    record Webhook(URI address) implements NotificationHook {

        public Webhook {
            Objects.requireNonNull(address, "address is null");
        }

        @Override
        public String shown() {
            return "webhook:%s://%s".formatted(address.getScheme(), address.getHost());
        }
    }

    /** Reads a hook; empty if the text is none. */
    static Optional<NotificationHook> parse(String text) {
        int colon = text.indexOf(':');
        String what = colon < 0 ? "" : text.substring(colon + 1).strip();
        if (what.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
            case "cmd" -> Optional.of(new Command(what));
            case "webhook" -> webhook(what);
            default -> Optional.empty();
        };
    }

    private static Optional<NotificationHook> webhook(String address) {
        try {
            URI uri = URI.create(address);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return isHttp && uri.getHost() != null ? Optional.of(new Webhook(uri)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
