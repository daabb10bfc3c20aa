package pipeline.minicluster;

import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.ForwardingFilter;

/** Lets clients forward ports from anywhere on loopback; nothing of a mini cluster is seen from outside. */
final class LoopbackForwarding implements ForwardingFilter {

    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
        return SshdSocketAddress.isLoopback(address.getHostName());
    }

    @Override
    public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
        return SshdSocketAddress.isLoopback(address.getHostName());
    }

    @Override
    public boolean canForwardAgent(Session session, String requestType) {
        return false;
    }

    @Override
    public boolean canForwardX11(Session session, String requestType) {
        return false;
    }
}
