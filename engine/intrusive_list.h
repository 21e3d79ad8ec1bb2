#pragma once

#include <cstddef>

namespace meshcast {

/// Base of objects that wait in an IntrusiveList. The links live in the object, so queueing never allocates,
/// and an object that is destroyed while it waits leaves the list by itself.
class ListNode {
  public:
    ListNode() = default;

    ~ListNode() { unlink(); }

    ListNode(const ListNode&) = delete;
    ListNode& operator=(const ListNode&) = delete;

    bool linked() const { return next_ != nullptr; }

    void unlink() {
        if (linked()) {
            previous_->next_ = next_;
            next_->previous_ = previous_;
            previous_ = next_ = nullptr;
        }
    }

  private:
    template <class T>
    friend class IntrusiveList;

    ListNode* previous_ = nullptr;
    ListNode* next_ = nullptr;
};

/// First-in-first-out list of T, which derives from ListNode. Owns nothing; elements may outlive it.
template <class T>
class IntrusiveList {
  public:
    IntrusiveList() { head_.previous_ = head_.next_ = &head_; }

    ~IntrusiveList() {
        while (!empty()) {
            head_.next_->unlink();
        }
    }

    IntrusiveList(const IntrusiveList&) = delete;
    IntrusiveList& operator=(const IntrusiveList&) = delete;

    bool empty() const { return head_.next_ == &head_; }

    T& front() { return static_cast<T&>(*head_.next_); }

    T& back() { return static_cast<T&>(*head_.previous_); }

    void push_back(T& element) {
        ListNode& node = element;
        node.previous_ = head_.previous_;
        node.next_ = &head_;
        node.previous_->next_ = &node;
        head_.previous_ = &node;
    }

    T& pop_front() {
        T& element = front();
        static_cast<ListNode&>(element).unlink();
        return element;
    }

  private:
    ListNode head_;
};

} // namespace meshcast
