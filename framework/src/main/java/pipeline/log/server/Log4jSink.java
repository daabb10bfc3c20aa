package pipeline.log.server;

import java.time.Instant;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;

/** Writes the nodes' records through Log4j, under their loggers and with the nodes' own time. */
final class Log4jSink implements RecordSink {

    private final LoggerContext context;

    Log4jSink(LoggerContext context) {
        this.context = context;
    }

    @Override
    public void accept(NodeRecord record) {
        LoggerConfig logger = context.getConfiguration().getLoggerConfig(record.logger());
        if (!record.level().log4j().isMoreSpecificThan(logger.getLevel())) {
            return;
        }
        Instant said = record.time();
        MutableInstant time = new MutableInstant();
        time.initFromEpochSecond(said.getEpochSecond(), said.getNano());
        String text = record.exception() == null ? record.message() : record.message() + "\n" + record.exception();
        logger.log(Log4jLogEvent.newBuilder()
                .setLoggerName(record.logger())
                .setLoggerFqcn(Log4jSink.class.getName())
                .setLevel(record.level().log4j())
                .setMessage(new SimpleMessage(text))
                .setInstant(time)
                .setIncludeLocation(false)
                .build());
    }
}
