package pipeline.remote.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pipeline.remote.sshconfig.SshHostFiles;

/** Collects the keys to offer to a host in OpenSSH's order: known to the agent and named, in the agent, in files. */
public final class IdentityReader {

    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(10);

    private IdentityReader() {}

    /** Asks the agent and reads the files; may block for as long as these take. */
    public static Identities read(SshHostFiles files) {
        List<String> notes = new ArrayList<>();
        List<IdentityFile> read =
                files.identities().stream().map(IdentityFile::read).toList();
        List<AgentIdentity> agentKeys = new ArrayList<>();
        List<PublicKey> inAgent = new ArrayList<>();
        Path socket = files.agentSocket();
        if (socket != null) {
            SshAgentClient agent = new SshAgentClient(socket, AGENT_TIMEOUT);
            inAgent.addAll(agentKeys(agent, socket, notes));
            for (PublicKey key : chosen(inAgent, read, files.identitiesOnly())) {
                agentKeys.add(new AgentIdentity(agent, key));
            }
        } else {
            notes.add("no ssh-agent");
        }
        List<KeyPair> fileKeys = new ArrayList<>();
        for (IdentityFile file : read) {
            KeyPair pair = file.pair();
            PublicKey key = file.publicKey();
            if (key != null && Identities.holds(inAgent, key)) {
                notes.add(file.path() + " (by the agent)");
            } else if (pair != null) {
                fileKeys.add(pair);
                notes.add(file.path().toString());
            } else {
                notes.add(file.path() + " " + file.note());
            }
        }
        return new Identities(agentKeys, fileKeys, notes);
    }

    private static List<PublicKey> agentKeys(SshAgentClient agent, Path socket, List<String> notes) {
        try {
            List<PublicKey> keys = agent.keys();
            notes.add("ssh-agent with " + keys.size() + (keys.size() == 1 ? " key" : " keys"));
            return keys;
        } catch (IOException e) {
            notes.add("no ssh-agent at " + socket + " (" + e.getMessage() + ")");
            return List.of();
        }
    }

    private static List<PublicKey> chosen(List<PublicKey> inAgent, List<IdentityFile> files, boolean only) {
        List<PublicKey> named = new ArrayList<>();
        for (IdentityFile file : files) {
            PublicKey key = file.publicKey();
            if (key != null && Identities.holds(inAgent, key)) {
                named.add(key);
            }
        }
        if (!only) {
            inAgent.stream().filter(key -> !Identities.holds(named, key)).forEach(named::add);
        }
        return named;
    }
}
