package pipeline.log;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The wire format of the log: a JSON object in UTF-8 on a line of its own. Thread-safe. */
public final class LogWireFormat {

    /** The most bytes that a line may have, its line feed not counted. */
    public static final int MAX_LINE = 1 << 20;

    /** The most bytes of a sender's first line: it is read before anybody knows who speaks. */
    public static final int MAX_HELLO = 4 << 10;

    // What every JSON library reads exactly, and sums of which do not overflow.
    private static final long MAX_NUMBER = 1L << 53;

    private static final int MAX_TEXT = 256 << 10;

    // The streaming half of Jackson: binding objects would add a tenth of a second to the start of every node program.
    private static final JsonFactory JSON = new JsonFactory();

    private LogWireFormat() {}

    /**
     * Writes a message as a line, its line feed included. Texts are cut at 256 KiB, and further where the line would
     * grow too long.
     */
    public static byte[] line(LogMessage message) {
        if (!(message instanceof JobLogRecord record)) {
            return encode(message);
        }
        int limit = MAX_TEXT;
        byte[] line = encode(record.cut(limit));
        while (line.length > MAX_LINE) {
            limit /= 2;
            line = encode(record.cut(limit));
        }
        return line;
    }

    /**
     * Reads a line without its line feed. Fields that are not known are skipped, so that a newer sender is understood.
     *
     * @throws LogWireException if the line is no message
     */
    public static LogMessage read(byte[] line) throws LogWireException {
        Fields fields = new Fields(line);
        if (fields.has("seq")) {
            return record(fields);
        }
        if (fields.has("hello")) {
            if (fields.number("hello") != LogMessage.Hello.VERSION) {
                throw new LogWireException("the sender speaks version " + fields.number("hello")
                        + " of the log's wire format, expected " + LogMessage.Hello.VERSION);
            }
            String sender = fields.optionalText("sender");
            return new LogMessage.Hello(
                    fields.text("token"),
                    fields.text("job"),
                    fields.text("logger"),
                    sender == null ? "" : sender,
                    fields.has("asks"));
        }
        if (fields.has("end")) {
            return new LogMessage.End(fields.number("end"));
        }
        if (fields.has("received")) {
            return new LogMessage.Receipt(fields.number("received"));
        }
        if (fields.has("ask")) {
            return new LogMessage.Request(
                    fields.number("ask"), fields.text("what"), fields.text("name"), fields.text("value"));
        }
        if (fields.has("reply")) {
            return new LogMessage.Reply(fields.number("reply"), fields.text("value"), fields.text("error"));
        }
        if (fields.has("ok")) {
            return new LogMessage.Welcome(fields.has("have") ? fields.number("have") : 0);
        }
        throw new LogWireException("a message must have one of the fields hello, seq, end, ask, reply, ok, received");
    }

    private static JobLogRecord record(Fields fields) throws LogWireException {
        String level = fields.text("level");
        String time = fields.text("time");
        try {
            return new JobLogRecord(
                    fields.number("seq"),
                    Instant.parse(time),
                    LogLevel.named(level)
                            .orElseThrow(() -> new LogWireException(
                                    "level must be DEBUG, INFO, WARNING, ERROR or CRITICAL, but was another word")),
                    fields.text("logger"),
                    fields.text("message"),
                    fields.optionalText("exception"));
        } catch (DateTimeException e) {
            throw new LogWireException("time must be in UTC as in 2026-11-21T03:04:05.123Z, but was something else", e);
        }
    }

    private static byte[] encode(LogMessage message) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            if (message instanceof JobLogRecord record) {
                json.writeNumberProperty("seq", record.seq());
                json.writeStringProperty("time", record.time().toString());
                json.writeStringProperty("level", record.level().name());
                json.writeStringProperty("logger", record.logger());
                json.writeStringProperty("message", record.message());
                if (record.exception() != null) {
                    json.writeStringProperty("exception", record.exception());
                }
            } else if (message instanceof LogMessage.Hello hello) {
                json.writeNumberProperty("hello", LogMessage.Hello.VERSION);
                json.writeStringProperty("token", hello.token());
                json.writeStringProperty("job", hello.job());
                json.writeStringProperty("logger", hello.logger());
                if (!hello.sender().isEmpty()) {
                    json.writeStringProperty("sender", hello.sender());
                }
                if (hello.asks()) {
                    json.writeBooleanProperty("asks", true);
                }
            } else if (message instanceof LogMessage.End end) {
                json.writeNumberProperty("end", end.records());
            } else if (message instanceof LogMessage.Receipt receipt) {
                json.writeNumberProperty("received", receipt.records());
            } else if (message instanceof LogMessage.Request request) {
                json.writeNumberProperty("ask", request.number());
                json.writeStringProperty("what", request.what());
                json.writeStringProperty("name", request.name());
                json.writeStringProperty("value", request.value());
            } else if (message instanceof LogMessage.Reply reply) {
                json.writeNumberProperty("reply", reply.number());
                json.writeStringProperty("value", reply.value());
                json.writeStringProperty("error", reply.error());
            } else if (message instanceof LogMessage.Welcome welcome) {
                json.writeBooleanProperty("ok", true);
                if (welcome.have() > 0) {
                    json.writeNumberProperty("have", welcome.have());
                }
            }
            json.writeEndObject();
        }
        // By way of a string, so that half a surrogate pair becomes a question mark instead of an error.
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The texts and numbers of one flat JSON object. */
    private static final class Fields {

        private final Map<String, Object> values = new HashMap<>();

        Fields(byte[] line) throws LogWireException {
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    throw new LogWireException("a line must be a JSON object");
                }
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    if (value == JsonToken.VALUE_STRING) {
                        values.put(name, json.getString());
                    } else if (value == JsonToken.VALUE_NUMBER_INT) {
                        values.put(name, json.getLongValue());
                    } else if (value == JsonToken.VALUE_TRUE) {
                        values.put(name, true);
                    } else {
                        json.skipChildren();
                    }
                }
                if (json.nextToken() != null) {
                    throw new LogWireException("a line must hold one JSON object, but more follows it");
                }
            } catch (JacksonException e) {
                throw new LogWireException("a line must be JSON in UTF-8: " + e.getOriginalMessage(), e);
            }
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        String text(String name) throws LogWireException {
            String text = optionalText(name);
            if (text == null) {
                throw new LogWireException(name + " is missing");
            }
            return text;
        }

        @Nullable
        String optionalText(String name) throws LogWireException {
            Object value = values.get(name);
            if (value != null && !(value instanceof String)) {
                throw new LogWireException(name + " must be a text, but was " + value);
            }
            return (String) value;
        }

        long number(String name) throws LogWireException {
            if (values.get(name) instanceof Long number && number >= 0 && number <= MAX_NUMBER) {
                return number;
            }
            throw new LogWireException(name + " must be a whole number from 0 to 2^53");
        }
    }
}
