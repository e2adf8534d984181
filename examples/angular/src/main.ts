import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { ChatDock } from 'chatdock/chatdock.js';

@Component({
  selector: 'shop-root',
  template: '<h1>{{ name }}</h1>',
})
class Shop {
  readonly name = 'Shop';
}

bootstrapApplication(Shop)
  .then(() => ChatDock.boot({ apiUrl: 'http://127.0.0.1:8787/chatkit', title: 'Ask us', theme: 'auto' }))
  .catch(console.error);
