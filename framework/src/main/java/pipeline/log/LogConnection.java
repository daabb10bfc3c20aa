package pipeline.log;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** A connection to the log server, from the accepted hello to the end. One thread uses it; any thread may abort it. */
final class LogConnection {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final OutputStream out;
    private final boolean isNamed;
    private volatile long sent;

    private LogConnection(Socket socket, boolean isNamed) throws IOException {
        this.socket = socket;
        this.isNamed = isNamed;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
    }

    /**
     * Connects and waits until the server has accepted the hello, 10 seconds at most for either.
     *
     * @throws IOException if the server is not there, or does not accept
     */
    static LogConnection open(LogServerAddress address) throws IOException {
        InetSocketAddress server = new InetSocketAddress(address.host(), address.port());
        if (server.isUnresolved()) {
            throw new UnknownHostException("the name " + address.host() + " does not resolve");
        }
        Socket socket = new Socket();
        try {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            LogConnection connection =
                    new LogConnection(socket, !address.hello().sender().isEmpty());
            connection.out.write(LogWireFormat.line(address.hello()));
            connection.out.flush();
            if (connection.answer() instanceof LogMessage.Welcome welcome) {
                connection.sent = welcome.have();
                return connection;
            }
            throw new IOException("the log server answered the hello with something else than a welcome");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a record unless the server has it; it may stay in the buffer until {@link #flush()}. Where the sender has no
     * name, the record gets the next number of this connection.
     */
    void write(JobLogRecord record) throws IOException {
        long number = isNamed ? record.seq() : sent + 1;
        if (number > sent) {
            write(number, LogWireFormat.line(record.numbered(number)));
        }
    }

    /** Sends the line of a record. */
    void write(long number, byte[] line) throws IOException {
        out.write(line);
        sent = number;
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Returns whether the server holds the connection, which says nothing now; takes a millisecond if it does. */
    boolean isHeld() {
        try {
            socket.setSoTimeout(1);
            // between its welcome and its receipt a server says nothing
            boolean unused = socket.getInputStream().read() < 0;
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            restoreTimeout();
        }
    }

    private void restoreTimeout() {
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            // the next use of the socket says so
        }
    }

    /** Returns the number of the last record that was written, or that the server had before. */
    long sent() {
        return sent;
    }

    /**
     * Says that all is sent, waits until the server has handed all on, 10 seconds at most, and closes the connection.
     *
     * @return how many records the server has handed on
     */
    long end() throws IOException {
        try (socket) {
            out.write(LogWireFormat.line(new LogMessage.End(sent)));
            out.flush();
            if (answer() instanceof LogMessage.Receipt receipt) {
                return receipt.records();
            }
            throw new IOException("the log server answered the end with something else than a receipt");
        }
    }

    /** Closes the connection from any thread; a write that hangs ends with an exception. */
    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left that could be closed.
        }
    }

    private LogMessage answer() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the log server closed the connection");
            }
            if (line.size() == LogWireFormat.MAX_HELLO) {
                throw new IOException("the log server answered with an endless line");
            }
            line.write(next);
        }
        try {
            return LogWireFormat.read(line.toByteArray());
        } catch (LogWireException e) {
            throw new IOException("the log server answered with something that is no log message", e);
        }
    }
}
