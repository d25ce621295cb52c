// Answers that wait on this device, by the person who gave them and the address they are to be sent to (which names the
// attempt and the question). They are never sent as another person.
function prefix(person) {
  return `answer ${person} `;
}

function place(person, action) {
  return prefix(person) + new URL(action, location.href).pathname;
}

// A device may refuse to store (private windows, full disk); then the page works as without script.
function storage(work) {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
}

export function keep(person, action, fields, submitted) {
  storage((store) => store.setItem(place(person, action), JSON.stringify({ fields, submitted, at: Date.now() })));
}

export function forget(person, action) {
  storage((store) => store.removeItem(place(person, action)));
}

export function kept(person, action) {
  return storage((store) => JSON.parse(store.getItem(place(person, action))));
}

// Return what waits for other addresses. Answers that a form carried off are dropped here: that the page of another
// question has loaded shows that they arrived.
export function others(person, action) {
  return storage((store) => {
    const names = Object.keys(store).filter((name) => name.startsWith(prefix(person)) && name !== place(person, action));
    const waiting = names.map((name) => ({ action: name.slice(prefix(person).length), ...JSON.parse(store.getItem(name)) }));
    for (const entry of waiting) if (entry.submitted) forget(person, entry.action);
    return waiting.filter((entry) => !entry.submitted);
  }) || [];
}

export function post(action, fields, token) {
  return fetch(action, {
    method: "POST",
    keepalive: true,
    headers: { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": token },
    body: new URLSearchParams(fields),
  });
}

// A random id; randomUUID is missing on plain HTTP, as in a workshop's local network.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
