// A native host in memory behind the same interface that the browser gives: ports with listeners.

class Event {
  #listeners = [];

  addListener(listener) {
    this.#listeners.push(listener);
  }

  fire(value) {
    this.#listeners.forEach((listener) => listener(value));
  }
}

class FakePort {
  onMessage = new Event();
  onDisconnect = new Event();
  sent = [];
  answers;

  postMessage(frame) {
    this.sent.push(structuredClone(frame));
    const answer = this.answers?.(frame);
    if (answer) {
      this.reply({ id: frame.id, ...answer });
    }
  }

  reply(frame) {
    this.onMessage.fire(structuredClone(frame));
  }

  close() {
    this.onDisconnect.fire(this);
  }
}

export class FakeHost {
  opened = 0;
  timers = [];
  port;
  #lastError;
  #ids = 0;
  #answers;

  /** @param {(frame: object) => object | undefined} [answers] what the agent answers at once */
  constructor(answers) {
    this.#answers = answers;
  }

  environment = {
    connect: () => {
      this.opened++;
      this.port = new FakePort();
      this.port.answers = this.#answers;
      return this.port;
    },
    closedBy: () => this.#lastError,
    newId: () => `request-${this.#ids++}`,
    startTimer: (task, milliseconds) => {
      const timer = { task, milliseconds };
      this.timers.push(timer);
      return timer;
    },
    stopTimer: (timer) => (this.timers = this.timers.filter((other) => other !== timer)),
  };

  disconnect(message) {
    this.#lastError = message;
    this.port.close();
    this.#lastError = undefined;
  }
}
