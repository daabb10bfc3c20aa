package pipeline.remote.connect;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Connections that nobody accepts, so many that the next one gets no answer. */
record FullBacklog(List<Socket> sockets) implements AutoCloseable {

    static FullBacklog of(ServerSocket server) throws IOException {
        FullBacklog backlog = new FullBacklog(new ArrayList<>());
        try {
            while (true) {
                Socket socket = new Socket();
                backlog.sockets.add(socket);
                socket.connect(server.getLocalSocketAddress(), 300);
            }
        } catch (SocketTimeoutException e) {
            return backlog;
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
