/** Notes on an MQTT broker, through a client library: a note is a retained message, and an empty one takes it away. */

import { createHash } from 'node:crypto'
import { connectAsync, ErrorWithReasonCode, type MqttClient } from 'mqtt'
import { acknowledgedBy, client, type Change, type View } from 'syncdrill/clients'

export const retainedNotes = client({
  carries: ['notes'],
  // A broker compares nothing: whoever writes last is what is kept.
  policies: { notes: 'lww' },
  connect: async ({ address: { host, port }, authority }, { user }) => {
    // The device connects anew, not the library: what that sends again would be in no ledger.
    const broker = await connectAsync({
      host,
      port,
      ...(authority !== undefined && { protocol: 'mqtts', ca: authority }),
      protocolVersion: 5,
      reconnectPeriod: 0,
    })
    // Whoever waits for an answer is told by the end of the connection.
    broker.on('error', () => undefined)
    return {
      push: (change) => publish(broker, user, change),
      pull: () => allRetained(broker, user),
      close: () => broker.endAsync(),
    }
  },
})

const tagOf = (body: string): string => createHash('sha256').update(body).digest('base64url')

/** Exactly once, by the broker's own word. From 128 on, its reason codes are refusals. */
function publish(broker: MqttClient, user: string, { id, body }: Change) {
  return acknowledgedBy(broker.publishAsync(`notes/${user}/${id}`, body ?? '', { qos: 2, retain: true }), {
    refused: (error) => error instanceof ErrorWithReasonCode && error.code >= 128,
    ...(body !== undefined && { as: () => ({ tag: tagOf(body) }) }),
  })
}

/** Whatever is retained comes first, in one queue with a message of our own after it: once that is back, all is. */
async function allRetained(broker: MqttClient, user: string): Promise<View> {
  const prefix = `notes/${user}/`
  // Nobody else has this name.
  const last = `read/${broker.options.clientId}`
  const rows = new Map<string, string>()
  const { promise: isAll, resolve } = Promise.withResolvers<void>()
  const take = (topic: string, payload: Buffer) => {
    if (topic === last) resolve()
    else if (payload.length === 0) rows.delete(topic)
    else rows.set(topic, payload.toString())
  }
  broker.on('message', take)
  try {
    await broker.subscribeAsync([`${prefix}#`, last], { qos: 1 })
    await broker.publishAsync(last, 'all', { qos: 1 })
    await isAll
    await broker.unsubscribeAsync([`${prefix}#`, last])
  } finally {
    broker.off('message', take)
  }
  const notes = [...rows].map(([topic, body]) => ({ id: topic.slice(prefix.length), body, tag: tagOf(body) }))
  return { kind: 'full', rows: notes.map((note) => ({ ...note, collection: 'notes' as const })) }
}
