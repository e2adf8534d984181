/** Who sits at the screen: the same for all of a person's tokens, somebody else after another's token or a logout. */
import { useCallback, useState } from 'react';
import { identityOf } from './identity.ts';

export interface Visit {
  /** `identityOf` the token. */
  identity: string | undefined;
  /** Another number for each person. What is drawn with it as its key shows nothing of the one before. */
  person: number;
}

export interface Person {
  visit: Visit;
  /** The token to send; what a logout has dropped stays dropped until another one is given. */
  userToken: string | undefined;
  /** Makes whoever comes next somebody else. */
  leave(): void;
}

/**
 * `mayStay` is asked when somebody who was nobody signs in: whether all that is on screen is what they have just written
 * themselves, such as a message that was refused for want of a token.
 */
export function usePerson(given: string | undefined, mayStay: () => boolean): Person {
  const [dropped, setDropped] = useState<string | undefined>(undefined);
  if (dropped !== undefined && given !== dropped) setDropped(undefined);
  const userToken = given === dropped ? undefined : given;
  const identity = identityOf(userToken);
  const [visit, setVisit] = useState<Visit>({ identity, person: 0 });
  if (visit.identity !== identity)
    setVisit({ identity, person: visit.identity === undefined && mayStay() ? visit.person : visit.person + 1 });
  const leave = useCallback(() => {
    setDropped(given);
    setVisit(({ person }) => ({ identity: undefined, person: person + 1 }));
  }, [given]);
  return { visit, userToken, leave };
}
