/** Set-up of the server suite: its hundreds of passwords cost next to nothing. `password.test.ts` pays what people pay. */
import { hashCheaply } from './scrypt-cost';

hashCheaply();
