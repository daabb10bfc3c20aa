package pipeline.log.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import pipeline.log.LogLevel;

/** A process with a log server and no file descriptor left, until it reads a byte from its standard input. */
final class CrowdedLogServer {

    private CrowdedLogServer() {}

    public static void main(String[] args) throws Exception {
        MasterLogging logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, "recipe", System.err);
        try (LogServer server =
                LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), logging.sink())) {
            server.register("1", "node.a.b");
            try (RawSender early = RawSender.of(server, "1", "node.a.b")) {
                early.say("rubbish\n"); // loads, while files can be opened, all that a warning takes
                early.answer();
            }
            List<InputStream> hoard = new ArrayList<>();
            try {
                while (true) {
                    hoard.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                System.out.println(server.address().getPort() + " " + server.token());
            }
            System.in.read();
            for (InputStream file : hoard) {
                file.close();
            }
            System.in.read();
        }
    }
}
