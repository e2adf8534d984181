import { SignJWT } from 'jose';

/** A token of a signed-in user, as the shop of the tests issues it for its chat. Two tokens of a user differ by their serial number. */
export const signUserToken = (user: string, key: string, serial = '1'): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuer('shop')
    .setAudience('chat')
    .setJti(serial)
    .setExpirationTime('5 minutes')
    .sign(new TextEncoder().encode(key));
