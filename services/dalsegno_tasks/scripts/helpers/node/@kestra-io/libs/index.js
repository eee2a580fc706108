// What scripts give their outputs and metrics with, where the package of this name is not installed:
// const Kestra = require("@kestra-io/libs"); Kestra.outputs({ rows: 3 });
"use strict";

function send(map) {
  process.stdout.write(`::${JSON.stringify(map)}::\n`);
}

function metric(name, type, value, tags) {
  send({ metrics: [{ name, type, value, tags: tags || {} }] });
}

module.exports = {
  outputs: (map) => send({ outputs: map }),
  counter: (name, value, tags) => metric(name, "counter", value, tags),
  // Seconds, or a function whose seconds are counted; it may be given what to call when it is done.
  timer: (name, duration, tags) => {
    if (typeof duration !== "function") {
      return metric(name, "timer", duration, tags);
    }
    const start = Date.now();
    const done = () => metric(name, "timer", (Date.now() - start) / 1000, tags);
    if (duration.length > 0) {
      return duration(done);
    }
    duration();
    return done();
  },
};
