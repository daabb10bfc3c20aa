/** Unpacks base64 of gzip of JSON. */
async function unpack(base64) {
  const binary = atob(base64.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function summed(differences) {
  const values = new Float64Array(differences.length);
  let value = 0;
  differences.forEach((difference, i) => values[i] = value += difference);
  return values;
}

/** Undoes how numbers that grow slowly are written. */
function decoded(run) {
  return { ...run, jobs: { ...run.jobs, id: summed(run.jobs.id) }, attempts: { ...run.attempts, job: summed(run.attempts.job) } };
}

/** The run as columns to draw from: jobs by row, attempts by number, the attempts of each lane in the order of time. */
class Run {
  constructor(run) {
    Object.assign(this, run);
    this.size = this.jobs.id.length;
    this.attemptCount = this.attempts.job.length;
    this.state = Object.fromEntries(this.states.map((name, i) => [name, i]));
    this.ending = Object.fromEntries(this.endings.map((name, i) => [name, i]));
    this.prepareAttempts();
    this.prepareLanes();
  }

  prepareAttempts() {
    const { job, reserved, wait, run } = this.attempts;
    this.firstAttempt = new Int32Array(this.size + 1);
    job.forEach((row) => this.firstAttempt[row + 1]++);
    for (let row = 0; row < this.size; row++) {
      this.firstAttempt[row + 1] += this.firstAttempt[row];
    }
    this.began = Float64Array.from(job, (_, i) => reserved[i] + wait[i]);
    this.ended = Float64Array.from(job, (_, i) => this.began[i] + run[i]);
    this.idleEnd = Float64Array.from(job, (_, i) => reserved[i] + this.attempts.idle[i]);
    this.length = this.ended.reduce((most, end) => Math.max(most, end), 0);
  }

  prepareLanes() {
    const bases = new Int32Array(this.hosts.length + 1);
    this.lanes.forEach((lanes, host) => bases[host + 1] = bases[host] + lanes);
    this.laneBase = bases;
    const lane = Int32Array.from(this.attempts.lane, (own, i) => bases[this.hostOf(i)] + own);
    const order = Array.from(lane.keys()).sort((a, b) => lane[a] - lane[b] || this.idleEnd[a] - this.idleEnd[b]);
    this.order = Int32Array.from(order);
    this.laneStart = new Int32Array(bases[this.hosts.length] + 1);
    lane.forEach((own) => this.laneStart[own + 1]++);
    for (let i = 0; i + 1 < this.laneStart.length; i++) {
      this.laneStart[i + 1] += this.laneStart[i];
    }
  }

  hostOf(attempt) {
    return this.jobs.host[this.attempts.job[attempt]];
  }

  /** How an attempt is shown. */
  look(attempt) {
    const ending = this.attempts.ending[attempt];
    return ending === this.ending.running ? "running" : ending === this.ending.success ? "done"
      : ending === this.ending.error ? "failed" : "ignored";
  }

  lastAttempt(row) {
    return this.firstAttempt[row + 1] > this.firstAttempt[row] ? this.firstAttempt[row + 1] - 1 : -1;
  }

  stateName(row) {
    return this.states[this.jobs.state[row]];
  }

  hostName(row) {
    return this.hosts[this.jobs.host[row]];
  }

  message(row) {
    return this.messages[this.jobs.message[row]];
  }

  time(sinceOrigin) {
    return this.origin + sinceOrigin;
  }

  /** How long a job took, or has taken; -1 if nobody knows. */
  took(row) {
    const last = this.lastAttempt(row);
    return this.jobs.state[row] === this.state.running && last >= 0 ? this.attempts.run[last] : this.jobs.duration[row];
  }
}

const STATE_TEXT = { done: "done", failed: "failed", parked: "parked", running: "running", waiting: "waiting", ignored: "left out" };
