import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memory } from '../src/memory.ts';

function storage(initial: Record<string, string> = {}) {
  const values = new Map(Object.entries(initial));
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

test('what one page sets the next one reads', () => {
  const kept = storage();
  const first = new Memory(kept);
  first.set('name', 'Anna');
  first.set('camera', { id: '1', label: 'Desk camera' });
  const second = new Memory(kept);
  assert.equal(second.get('name'), 'Anna');
  assert.deepEqual(second.get('camera'), { id: '1', label: 'Desk camera' });
  assert.equal(second.get('videoSize'), 'medium');
});

test('a refused storage costs the memory, not the visit', () => {
  const refusing = {
    getItem: (): string => {
      throw new Error('refused');
    },
    setItem: (): void => {
      throw new Error('full');
    },
  };
  for (const memory of [new Memory(refusing), new Memory(null)]) {
    memory.set('name', 'Ben');
    assert.equal(memory.get('name'), 'Ben');
  }
});

test('what is no valid value is as if nothing stood there', () => {
  const memory = new Memory(
    storage({
      'hearth.name': '{',
      'hearth.camera': '{"id":5}',
      'hearth.theme': '"purple"',
      'hearth.videoSize': '"huge"',
      'hearth.chime': '"yes"',
    }),
  );
  assert.equal(memory.get('name'), '');
  assert.equal(memory.get('camera'), null);
  assert.equal(memory.get('theme'), 'system');
  assert.equal(memory.get('videoSize'), 'medium');
  assert.equal(memory.get('chime'), true);
});
