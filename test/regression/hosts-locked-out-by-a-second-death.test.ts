import { expect, it } from 'vitest';

import { DoorScene, ownHost, takenUnanswered } from '../harness/door-scene.ts';

// A replica died, another one took its hosts without an answer, and died seconds later: the third refused them until
// that one was given up, and as most members were silent by then, agents stood before it for 25 s.
it('a host taken without an answer may be taken on by a replica that had no part in it', async () => {
  const scene = new DoorScene();
  scene.door.moved(ownHost, takenUnanswered({ from: 'c' }));
  scene.open();
  await scene.answer(undefined);
  expect(scene.news()).toEqual(['a asks b for r1', 'admit r1 NOT_ANSWERED']);
});
