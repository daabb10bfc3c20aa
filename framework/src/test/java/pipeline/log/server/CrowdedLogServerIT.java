package pipeline.log.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CrowdedLogServerIT {

    private Process server;

    @BeforeEach
    void start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        server = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 200 && exec \"$0\" \"$@\"",
                        java.toString(),
                        "-XX:-MaxFDLimit",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrowdedLogServer.class.getName())
                .start();
    }

    @AfterEach
    void end() {
        server.destroyForcibly().onExit().join();
    }

    @Test
    @Timeout(60)
    void senders_wait_while_no_file_descriptor_is_left_and_are_let_in_afterwards() throws Exception {
        BufferedReader said = server.inputReader(UTF_8);
        BufferedReader warnings = server.errorReader(UTF_8);
        String[] place = String.valueOf(said.readLine()).split(" ", 2);
        try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(place[0]))) {
            sender.getOutputStream()
                    .write(RawSender.hello(place[1], "1", "node.a.b").getBytes(UTF_8));
            assertThat(warnings.readLine()).contains("was cut off: what it sent is no log message");
            assertThat(warnings.readLine())
                    .contains("WARNING pipeline.log: The log server cannot take connections for the moment")
                    .contains("raise the limit of open files (ulimit -n)");
            OutputStream input = server.getOutputStream();
            input.write('\n');
            input.flush();
            BufferedReader answers = new BufferedReader(new InputStreamReader(sender.getInputStream(), UTF_8));
            assertThat(answers.readLine()).isEqualTo("{\"ok\":true}");
            input.write('\n');
            input.flush();
        }
        assertThat(server.waitFor()).isZero();
    }
}
