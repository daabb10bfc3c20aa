package pipeline.remote.connect;

import pipeline.remote.hostkey.KnownHosts;
import pipeline.remote.hostkey.RevokedKeys;

/** The known and the revoked keys of hosts, as the files have them. */
record HostKeyFiles(KnownHosts known, RevokedKeys revoked) {}
