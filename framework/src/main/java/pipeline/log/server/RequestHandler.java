package pipeline.log.server;

import java.util.function.Consumer;
import pipeline.log.LogMessage;

/** Answers what the programs of a job ask the master. */
public interface RequestHandler {

    /**
     * Takes a request; called by the server's thread, so it must be short.
     *
     * @param sender names the process among all of the job
     * @param answer takes the reply, now or later, from any thread
     */
    void asked(String sender, LogMessage.Request request, Consumer<LogMessage.Reply> answer);
}
