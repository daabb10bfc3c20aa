package pipeline.remote.connect;

import pipeline.remote.hostkey.KnownHosts;
import pipeline.remote.hostkey.RevokedKeys;

/** What the files say of the keys of hosts. */
record HostKeyFiles(KnownHosts known, RevokedKeys revoked) {}
