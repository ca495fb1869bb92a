import { setFlagsFromString } from 'node:v8';

// At one round a second next to nothing runs often enough to earn back what the optimizing compiler takes: 4 MB.
setFlagsFromString('--no-opt');
